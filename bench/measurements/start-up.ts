import type { Figure, Measurement } from '../figure.js';
import { median } from '../statistics.js';
import type { Started } from '../program.js';

/** The first start in an empty folder and the next one, beside those of the bare event-store node; and the demo's first run. */
export const startUp: Measurement = {
  name: 'start-up',
  async run(workbench) {
    const rounds = workbench.size({ quick: 1, full: 5 });
    const ours = { first: [] as number[], next: [] as number[] };
    const bare = { first: [] as number[], next: [] as number[] };
    for (let round = 0; round < rounds; round += 1) {
      await startTwice(ours, workbench.folder(), (folder) => workbench.program(folder));
      await startTwice(bare, workbench.folder(), (folder) => workbench.eventStore(folder));
    }
    const figure = (name: string, which: 'first' | 'next', atMost: number): Figure => ({
      name,
      unit: 's',
      ours: median(ours[which]) / 1_000,
      beside: { what: 'bare event store', value: median(bare[which]) / 1_000 },
      goal: { of: 'itself', atMost },
    });
    const demo = await workbench.program(workbench.folder(), { flags: ['--demo'] });
    await demo.stop();
    return [
      figure('first start', 'first', 60),
      figure('next start', 'next', 5),
      {
        name: 'first run of the demo',
        unit: 's',
        ours: demo.startMs / 1_000,
        goal: { of: 'itself', atMost: 60 },
      },
    ];
  },
};

async function startTwice(
  times: Record<'first' | 'next', number[]>,
  folder: string,
  start: (folder: string) => Promise<Started>,
): Promise<void> {
  for (const which of ['first', 'next'] as const) {
    const started = await start(folder);
    times[which].push(started.startMs);
    await started.stop();
  }
}
