import { execFile } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { fingerprintOf, jcs, signCheckpoint, writeProof, type StoredEvent } from '@kompass/event-store';
import { tallyEvents } from '@kompass/testing';

const bin = fileURLToPath(new URL('../../../deploy/bin/kompass.mjs', import.meta.url));

interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the built program, as somebody would who has only the file: far from any data folder. */
function kompass(...args: readonly string[]): Promise<Ended> {
  return new Promise((resolve) => {
    execFile(process.execPath, [bin, ...args], { cwd: tmpdir(), env: {} }, (error, stdout, stderr) => {
      resolve({ code: Number(error?.code ?? 0), stdout, stderr });
    });
  });
}

describe('kompass verify', () => {
  const keys = generateKeyPairSync('ed25519');
  const key = fingerprintOf(keys.publicKey);
  const head = { log: 'log-1', stream: 'tally-roros', at: '2017-09-30T00:00:00.000Z' };
  let folder: string;
  let events: StoredEvent[];
  let proof: Buffer;

  const saved = async (name: string, content: string | Buffer): Promise<string> => {
    const file = join(folder, name);
    await writeFile(file, content);
    return file;
  };
  const proofOf = async (given: readonly StoredEvent[]): Promise<string> => {
    let text = '';
    for await (const line of writeProof(Readable.from(given), { ...head, keys })) text += line;
    return text;
  };

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'kompass-spec-'));
    events = await tallyEvents(5);
    proof = await readFile(await saved('whole.proof', await proofOf(events)));
  });
  afterAll(() => rm(folder, { recursive: true }));

  it('proves a whole file with the pinned key', async () => {
    const { code, stdout, stderr } = await kompass(
      'verify',
      join(folder, 'whole.proof'),
      '--key',
      key.toUpperCase(),
    );
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout.split('\n')).toEqual([
      'proved: tally-roros of log log-1',
      '  5 events',
      `  signed 2017-09-30T00:00:00.000Z by key ${key}`,
      '',
    ]);
  });

  it('calls it consistent without a key', async () => {
    const { code, stdout } = await kompass('verify', join(folder, 'whole.proof'));
    expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringContaining('consistent: tally-roros') });
    expect(stdout).toContain(`by key ${key}`);
  });

  it('finds a flipped bit and says where', async () => {
    const flipped = Buffer.from(proof);
    flipped[proof.indexOf('"revision":3') - 20]! ^= 4;
    const { code, stdout } = await kompass('verify', await saved('flipped.proof', flipped), '--key', key);
    expect(code).toBe(1);
    expect(stdout).toMatch(/^broken: .*\n(.*\n){2} {2}line 5\b/);
  });

  it('finds what was cut off since a checkpoint', async () => {
    const shorter = await saved('shorter.proof', await proofOf(events.slice(0, 3)));
    const { hash } = events[4]!.metadata;
    const checkpoint = jcs(signCheckpoint({ ...head, revision: 4, hash }, keys));
    const checkpoints = await saved('checkpoints.jsonl', `${checkpoint}\n`);
    expect(await kompass('verify', shorter, '--key', key)).toMatchObject({ code: 0 });
    const { code, stdout } = await kompass('verify', shorter, '--key', key, '--checkpoints', checkpoints);
    expect({ code, stdout }).toEqual({ code: 1, stdout: expect.stringContaining('line 5, revision 3: ') });
  });

  it('does not take another installation for ours', async () => {
    const { code, stdout } = await kompass('verify', join(folder, 'whole.proof'), '--key', 'ab'.repeat(32));
    expect({ code, stdout }).toEqual({ code: 1, stdout: expect.stringContaining('signed by another key') });
  });

  it('calls any other file broken, however long it is', async () => {
    const { code, stdout } = await kompass('verify', await saved('other', 'not a proof\n'.repeat(500)));
    expect(code).toBe(1);
    expect(stdout).toContain('broken: no header');
    expect(stdout).toMatch(/and \d+ more\n$/);
  });

  it.each([
    ['a file that is not there', ['verify', 'nowhere.proof'], 'nowhere.proof'],
    ['a key that is none', ['verify', 'a.proof', '--key', 'abc'], '64 hexadecimal digits'],
    ['no file', ['verify'], "missing required argument 'file'"],
    ['an unknown command', ['verfy'], "unknown command 'verfy'"],
    ['a data folder where nothing runs', ['rebuild', '--all'], 'nothing runs on data folder .kompass'],
    ['no projection', ['rebuild'], 'name one projection, or give --all'],
  ])('says in one line that it is given %s', async (_, args, said) => {
    const { code, stdout, stderr } = await kompass(...args);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toContain(said);
    expect(stderr).not.toMatch(/^ {4}at /m);
    expect(stderr.trimEnd().split('\n').length).toBeLessThanOrEqual(2);
  });

  it('tells its version and its commands', async () => {
    expect(await kompass('--version')).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/),
    });
    const { code, stdout } = await kompass('--help');
    expect(code).toBe(0);
    const commands = [...stdout.matchAll(/^ {2}([a-z]+)\b/gm)].map(([, name]) => name);
    expect(commands).toEqual([
      ...['verify', 'rebuild', 'parked', 'relay', 'keys', 'backup', 'restore', 'demo', 'openapi', 'asyncapi'],
      'help',
    ]);
  });
});
