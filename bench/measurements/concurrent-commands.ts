import { appender } from '../appender.js';
import type { Measurement } from '../figure.js';
import { Kompass } from '../kompass.js';
import { median, sideBySide } from '../statistics.js';

const concurrency = 32;

/** Commands over HTTP by 32 clients, each on an evaluation of its own, beside 32 who append with the bare client. */
export const concurrentCommands: Measurement = {
  name: 'concurrent-commands',
  async run(workbench) {
    const kompass = await Kompass.start(workbench);
    const clients = Array.from({ length: concurrency }, (_, client) => `client-${client}`);
    for (const id of clients) await kompass.open(id);
    const commands = clients.map((id) => {
      let sent = 0;
      return () => kompass.propose(id, sent++);
    });
    await Promise.all(commands.map((send) => send()));
    const appends = await Promise.all(clients.map((id) => appender(kompass.engine, id)));
    const ms = workbench.size({ quick: 200, full: 3_000 });
    const { ours, beside } = await sideBySide(
      workbench.size({ quick: 2, full: 7 }),
      () => throughput(commands, ms),
      () => throughput(appends, ms),
    );
    return [
      {
        name: `commands over HTTP, ${concurrency} at a time`,
        unit: '/s',
        ours: median(ours),
        beside: { what: 'raw appends', value: median(beside) },
      },
    ];
  },
};

/** How many are done in a second when everybody does one after the other. */
async function throughput(everybody: readonly (() => Promise<unknown>)[], ms: number): Promise<number> {
  const began = performance.now();
  let done = 0;
  const oneAfterTheOther = async (work: () => Promise<unknown>): Promise<void> => {
    while (performance.now() - began < ms) {
      await work();
      done += 1;
    }
  };
  await Promise.all(everybody.map(oneAfterTheOther));
  return (done * 1_000) / (performance.now() - began);
}
