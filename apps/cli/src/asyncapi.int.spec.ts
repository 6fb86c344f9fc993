import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { asyncApiDocument } from '@kompass/contracts';

const bin = fileURLToPath(new URL('../../../deploy/bin/kompass.mjs', import.meta.url));

/** Runs the built `kompass asyncapi`. */
function asyncapi(...args: readonly string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, [bin, 'asyncapi', ...args], (error, stdout, stderr) => {
      resolve({ code: Number(error?.code ?? 0), stdout, stderr });
    });
  });
}

describe('kompass asyncapi', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'kompass-spec-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  it('prints what the messages say', async () => {
    const { code, stdout } = await asyncapi();
    expect([code, JSON.parse(stdout)]).toEqual([0, asyncApiDocument()]);
  });

  it('holds a file to it', async () => {
    const file = join(folder, 'asyncapi.json');
    expect(await asyncapi('--write', file)).toEqual({ code: 0, stdout: '', stderr: '' });
    expect(await asyncapi('--check', file)).toEqual({ code: 0, stdout: '', stderr: '' });
    expect(await asyncapi('--check', bin)).toEqual({
      code: 1,
      stdout: '',
      stderr: expect.stringMatching(/^kompass: \S+ is not what the messages say: [^\n]+\n$/),
    });
  });
});
