import { KompassClient } from '@kompass/contracts';
import type { Measurement } from '../figure.js';
import { Filling } from '../filling.js';
import { Kompass, rebuild } from '../kompass.js';
import { smallHeapMb } from '../program.js';
import type { Workbench } from '../workbench.js';

const [few, many] = [10_000, 300_000];

/** The most memory the process of the program holds when it rebuilds all its views from a long log, beside a short one. */
export const rebuildMemory: Measurement = {
  name: 'rebuild-memory',
  async run(workbench) {
    const short = await peakOfRebuild(workbench.size({ quick: 500, full: few }), workbench);
    const long = await peakOfRebuild(workbench.size({ quick: 2_000, full: many }), workbench);
    return [
      {
        name: `peak memory of a rebuild of all views, ${many} events`,
        unit: 'MB',
        ours: long / 1e6,
        beside: { what: `${few} events`, value: short / 1e6 },
        goal: { of: 'ratio', atMost: 1.2 },
      },
    ];
  },
};

/** In bytes, of a process that has done nothing else. */
async function peakOfRebuild(events: number, workbench: Workbench): Promise<number> {
  const folder = workbench.folder();
  const kompass = await Kompass.start(workbench, folder);
  await (await Filling.of(kompass)).fill(events);
  await kompass.stop();
  const program = await workbench.program(folder, { heapMb: smallHeapMb });
  const { url, token } = program.running;
  const operator = new KompassClient({ baseUrl: url, token });
  await rebuild(operator, 'all');
  const peak = await program.peakBytes();
  await program.stop();
  return peak;
}
