import { expect } from '@jest/globals';
import type { Program } from '../torture/program.js';

/** What a program says that does not start: one line that names the problem, an exit code, no stack. */
export async function refusalOf(program: Program): Promise<string> {
  const ending = await program.ended;
  expect({ ...ending, errors: program.errors }).toEqual({
    code: 1,
    signal: null,
    errors: expect.stringMatching(/^kompass: [^\n]+\n$/),
  });
  return program.errors;
}
