import { DataSource } from 'typeorm';
import { gone, killed, type Program } from './program.js';

/** What is killed with `kill -9`, and how often. */
export const faults = {
  /** The program, the event-store node, the postmaster and every process of it. */
  everything: 4,
  /** The program only: the node must end by itself; PostgreSQL lives on as an orphan that the next start stops. */
  program: 3,
  /** The node only: the program starts it again. */
  node: 3,
  /** The postmaster only: the program must end by itself. */
  postgres: 2,
  /** One process of PostgreSQL: it ends every connection and recovers; the program goes on. */
  backend: 2,
};

export type Fault = keyof typeof faults;

/** Whether the program goes on after it. */
export function survives(fault: Fault): boolean {
  return fault === 'node' || fault === 'backend';
}

/** Whether it takes PostgreSQL away from a program that runs. */
export function hitsPostgres(fault: Fault): boolean {
  return fault === 'postgres' || fault === 'backend';
}

/** Kills; resolves when what must end by itself has ended. */
export async function inflict(fault: Fault, program: Program): Promise<void> {
  const running = await program.announced();
  const [postmaster, node] = running.children as [number, number];
  switch (fault) {
    case 'everything':
      await program.kill(node, postmaster, ...(await backendsOf(running.postgresUrl)));
      await gone(postmaster);
      return gone(node);
    case 'program':
      await program.kill();
      return gone(node);
    case 'node':
      killed(node);
      return gone(node);
    case 'postgres': {
      killed(postmaster);
      const { code } = await program.ended;
      if (code !== 1) throw new Error(`without PostgreSQL the program ended with ${code}`);
      return gone(node);
    }
    case 'backend': {
      const [backend] = await backendsOf(running.postgresUrl);
      killed(backend!);
      return gone(node); // started again when it has lost its connection
    }
  }
}

/** The processes of a PostgreSQL, the postmaster excepted; those that serve connections first. */
async function backendsOf(url: string): Promise<readonly number[]> {
  const database = await new DataSource({ type: 'postgres', url }).initialize();
  try {
    const rows = await database.query<{ pid: number }[]>(
      `SELECT pid FROM pg_stat_activity WHERE pid <> pg_backend_pid() ORDER BY backend_type <> 'client backend', pid`,
    );
    return rows.map(({ pid }) => pid);
  } finally {
    await database.destroy();
  }
}
