import type { Measurement } from '../figure.js';
import { Filling } from '../filling.js';
import { Kompass } from '../kompass.js';
import { median, sideBySide, timedEach } from '../statistics.js';
import type { Workbench } from '../workbench.js';

const few = 10;
const many = 1_000;

/** Events an evaluation has before. */
const eventsEach = 30;

/** A command over HTTP where the store holds 1,000 evaluations, beside one where it holds 10; each on all in turn. */
export const manyEvaluations: Measurement = {
  name: 'many-evaluations',
  async run(workbench) {
    const big = await holding(workbench.size({ quick: 50, full: many }), workbench);
    const small = await holding(few, workbench);
    const count = workbench.size({ quick: 20, full: 200 });
    const { ours, beside } = await sideBySide(
      workbench.size({ quick: 2, full: 20 }),
      async () => median(await timedEach(count, big)),
      async () => median(await timedEach(count, small)),
    );
    return [
      {
        name: `command where there are ${many} evaluations (p50)`,
        unit: 'ms',
        ours: median(ours),
        beside: { what: `${few} evaluations`, value: median(beside) },
        goal: { of: 'ratio', atMost: 1.1 },
      },
    ];
  },
};

/** A Kompass that holds so many evaluations, each used once already; answers what sends the next command. */
async function holding(evaluations: number, workbench: Workbench): Promise<() => Promise<unknown>> {
  const kompass = await Kompass.start(workbench);
  const filling = await Filling.of(kompass);
  const ids = Array.from({ length: evaluations }, (_, index) => `one-of-many-${index}`);
  await filling.evaluations(ids, eventsEach);
  let sent = 0;
  const next = () => kompass.propose(ids[sent % ids.length]!, sent++);
  for (let used = 0; used < Math.max(evaluations, 500); used += 1) await next();
  return next;
}
