import { expect, it, jest } from '@jest/globals';
import { standalone } from './torture/standalone-form.js';
import { torture } from './torture/torture.js';

/** The same course every time; `npm run torture` takes another each time, and a hundred rounds. */
const seed = 2017;

jest.setTimeout(480_000);

it('loses nothing and doubles nothing, whatever is killed', async () => {
  const lines: string[] = [];
  const report = await torture({ form: standalone, rounds: 10, seed, log: (line) => lines.push(line) });
  expect({ seed, lines, faults: report.faults }).toEqual({ seed, lines, faults: [] });
  expect(report.accepted).toBeGreaterThan(100);
  expect(report.editions).toBeGreaterThan(0);
  expect(report.interviews).toBeGreaterThan(0);
});
