import { backendsOf, type Form } from './form.js';
import { gone, killed, killPostmaster } from './program.js';

/** Kompass as one process, on a PostgreSQL and an event-store node of its own. */
export const standalone: Form = {
  program: 'standalone',
  env: {},
  together: 0,
  startMs: 3_000,
  killEngines: killPostmaster,
  faults: {
    /** The program, the event-store node, the postmaster and every process of it. */
    everything: {
      often: 4,
      survived: false,
      hitsPostgres: false,
      inflict: async (program, { children, postgresUrl }) => {
        await program.kill(...children, ...(await backendsOf(postgresUrl)));
        await Promise.all(children.map(gone));
      },
    },
    /** The program only: the node must end by itself; PostgreSQL lives on as an orphan that the next start stops. */
    program: {
      often: 3,
      survived: false,
      hitsPostgres: false,
      inflict: async (program, { children: [, node] }) => {
        await program.kill();
        await gone(node!);
      },
    },
    /** The node only: the program starts it again. */
    node: {
      often: 3,
      survived: true,
      hitsPostgres: false,
      inflict: async (_program, { children: [, node] }) => {
        killed(node!);
        await gone(node!);
      },
    },
    /** The postmaster only: the program must end by itself. */
    postgres: {
      often: 2,
      survived: false,
      hitsPostgres: true,
      inflict: async (program, { children: [postmaster, node] }) => {
        killed(postmaster!);
        const { code } = await program.ended;
        if (code !== 1) throw new Error(`without PostgreSQL the program ended with ${code}`);
        await gone(node!);
      },
    },
    /** One process of PostgreSQL: it ends every connection and recovers; the program goes on. */
    backend: {
      often: 2,
      survived: true,
      hitsPostgres: true,
      inflict: async (_program, { children: [, node], postgresUrl }) => {
        const [backend] = await backendsOf(postgresUrl);
        killed(backend!);
        await gone(node!); // started again when it has lost its connection
      },
    },
  },
};
