import type { Measurement } from '../figure.js';
import { Kompass } from '../kompass.js';
import { median, sideBySide, timedEach } from '../statistics.js';
import { appender } from '../appender.js';

/** A command over HTTP, one after the other, beside appends of the same event by the bare client. */
export const command: Measurement = {
  name: 'command',
  async run(workbench) {
    const kompass = await Kompass.start(workbench);
    await kompass.open('alone');
    let sent = 0;
    await kompass.propose('alone', sent++);
    const append = await appender(kompass.engine, 'alone');
    const count = workbench.size({ quick: 20, full: 200 });
    const { ours, beside } = await sideBySide(
      workbench.size({ quick: 2, full: 20 }),
      async () => median(await timedEach(count, () => kompass.propose('alone', sent++))),
      async () => median(await timedEach(count, append)),
    );
    return [
      {
        name: 'command over HTTP, one at a time (p50)',
        unit: 'ms',
        ours: median(ours),
        beside: { what: 'raw append', value: median(beside) },
        goal: { of: 'difference', atMost: 1.5 },
      },
    ];
  },
};
