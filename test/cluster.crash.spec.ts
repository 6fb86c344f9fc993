import { expect, it, jest } from '@jest/globals';
import { cluster } from './torture/cluster-form.js';
import { torture } from './torture/torture.js';

/** The same course every time; `npm run torture -- --cluster` takes another each time, and as many rounds as it is told. */
const seed = 2017;

jest.setTimeout(480_000);

it('loses nothing and doubles nothing, whichever of the services and engines are killed', async () => {
  const lines: string[] = [];
  const report = await torture({ form: cluster, rounds: 15, seed, log: (line) => lines.push(line) });
  expect({ seed, lines, faults: report.faults }).toEqual({ seed, lines, faults: [] });
  expect(report.accepted).toBeGreaterThan(100);
  expect(report.editions).toBeGreaterThan(0);
  expect(report.interviews).toBeGreaterThan(0);
});
