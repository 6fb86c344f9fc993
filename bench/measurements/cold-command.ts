import { appender } from '../appender.js';
import type { Measurement } from '../figure.js';
import { Filling } from '../filling.js';
import { Kompass } from '../kompass.js';
import { median, sideBySide, timed } from '../statistics.js';

/** The first command on an evaluation of 5,000 events, beside a raw read of them all and an append. */
export const coldCommand: Measurement = {
  name: 'cold-command',
  async run(workbench) {
    const events = workbench.size({ quick: 500, full: 5_000 });
    const rounds = workbench.size({ quick: 2, full: 15 });
    const kompass = await Kompass.start(workbench);
    const { engine } = kompass;
    const filling = await Filling.of(kompass);
    const ids = Array.from({ length: rounds + 1 }, (_, index) => `long-${index}`);
    await filling.evaluations(ids, events);
    await kompass.propose('copied', 0);
    const append = await appender(engine, 'copied');
    const [cold, read] = [ids.values(), ids.values()];
    const { ours, beside } = await sideBySide(
      rounds,
      () => timed(() => kompass.propose(cold.next().value!, 0)),
      () =>
        timed(async () => {
          await engine.read(`evaluation-${read.next().value}`);
          await append();
        }),
    );
    return [
      {
        name: `first command on an evaluation of ${events} events (p50)`,
        unit: 'ms',
        ours: median(ours),
        beside: { what: 'raw read + append', value: median(beside) },
      },
    ];
  },
};
