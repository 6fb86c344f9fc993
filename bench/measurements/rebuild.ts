import type { Measurement } from '../figure.js';
import { Filling } from '../filling.js';
import { Kompass } from '../kompass.js';
import { median, sideBySide, timed } from '../statistics.js';

/** One that keeps a row an area, and one that keeps a row an event. */
const projections = ['area-total', 'audit-entry'];

/** The rebuild of one projection, until readers see the new rows, beside a bare subscription to the same events. */
export const rebuild: Measurement = {
  name: 'rebuild',
  async run(workbench) {
    const kompass = await Kompass.start(workbench);
    const filling = await Filling.of(kompass);
    const last = await filling.fill(workbench.size({ quick: 1_000, full: 50_000 }));
    const rounds = workbench.size({ quick: 1, full: 5 });
    const figures = [];
    for (const projection of projections) {
      let events = 0;
      const { ours, beside } = await sideBySide(
        rounds,
        () => kompass.rebuild(projection),
        () =>
          timed(async () => {
            events = await kompass.engine.subscribeTo('evaluation-', { until: last });
          }),
      );
      const perSecond = (ms: readonly number[]) => (events * 1_000) / median(ms);
      figures.push({
        name: `rebuild of ${projection}, events`,
        unit: '/s' as const,
        ours: perSecond(ours),
        beside: { what: 'raw subscription', value: perSecond(beside) },
        goal: { of: 'ratio' as const, atLeast: 0.7 },
      });
    }
    return figures;
  },
};
