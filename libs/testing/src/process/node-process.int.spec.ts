import { describe, expect, it } from '@jest/globals';
import { runModule } from './node-process.js';

describe('a process of its own', () => {
  it('runs the TypeScript of the repository', async () => {
    const run = runModule(
      `import { tenthsOf } from '@kompass/kernel'; console.log(tenthsOf(Number(process.argv[1])));`,
      '7.5',
    );
    expect(await run.line()).toBe('75');
    expect(await run.line()).toBeUndefined();
  });

  it('tells of its errors in a line', async () => {
    const run = runModule(`import { tenthsOf } from '@kompass/kernel'; tenthsOf(7.55);`);
    expect(await run.line()).toBe('Rejected: points-not-in-tenths');
  });
});
