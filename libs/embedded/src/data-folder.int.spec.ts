import { runModule } from '@kompass/testing';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { createPrivateKey, createPublicKey, sign, verify } from 'node:crypto';
import { chmod, mkdir, mkdtemp, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDataFolder, removeDemo } from './data-folder.js';
import type { DataFolder } from './data-folder.js';
import { startOf } from './process.js';
import { findRunning } from './running-instance.js';

/** A program that opens a data folder, says so, and holds it. */
const holder = `
  import { openDataFolder } from '@kompass/embedded';
  await openDataFolder(process.argv[1]);
  console.log('held');
  setInterval(() => undefined, 1000);`;

const announcement = {
  url: 'http://127.0.0.1:3000',
  postgresUrl: 'postgres://kompass:secret@127.0.0.1:5432/kompass',
  eventStoreUrl: 'esdb://127.0.0.1:2113?tls=false',
  token: 'token',
  children: [],
};

jest.setTimeout(60_000);

describe('a data folder', () => {
  let parent: string;
  let dir: string;
  const opened: DataFolder[] = [];

  beforeEach(async () => {
    parent = await mkdtemp(join(tmpdir(), 'kompass-spec-'));
    dir = join(parent, 'new', 'data');
  });
  afterEach(async () => {
    for (const folder of opened.splice(0)) await folder.release();
    await rm(parent, { recursive: true });
  });

  async function open(use?: 'demo'): Promise<DataFolder> {
    const folder = await openDataFolder(dir, use);
    opened.push(folder);
    return folder;
  }

  async function modes(folder: string): Promise<Record<string, string>> {
    const names = (await readdir(folder, { recursive: true })).filter((name) => !name.includes('lock'));
    const entries = names.map(async (name) => [
      name,
      ((await stat(join(folder, name))).mode & 0o777).toString(8),
    ]);
    return Object.fromEntries(await Promise.all(entries)) as Record<string, string>;
  }

  it('is made for the eyes of its owner only', async () => {
    await (await open()).announce(announcement);
    expect(await modes(dir)).toEqual({
      version: '600',
      'run.json': '600',
      keys: '700',
      'keys/signing.pem': '600',
      'keys/signing.pub.pem': '600',
      'keys/secret': '600',
    });
    expect((await stat(dir)).mode & 0o066).toBe(0);
  });

  it('keeps the keys it got when it was made', async () => {
    const first = await open();
    await first.release();
    const { keys } = await open();
    expect(keys).toEqual(first.keys);
    expect(keys.secret).toHaveLength(32);
    const signature = sign(null, Buffer.from('head'), createPrivateKey(keys.privateKey));
    expect(verify(null, Buffer.from('head'), createPublicKey(keys.publicKey), signature)).toBe(true);
  });

  it('says when its keys are gone, and makes no others', async () => {
    await (await open()).release();
    await rm(join(dir, 'keys', 'secret'));
    await expect(open()).rejects.toThrow('cannot be read: restore a backup');
  });

  it('tells the CLI what runs on it, as long as it runs', async () => {
    const folder = await open();
    expect(await findRunning(dir)).toBeUndefined();
    await folder.announce(announcement);
    expect(await findRunning(dir)).toMatchObject({ ...announcement, pid: process.pid });
    await folder.release();
    expect(await findRunning(dir)).toBeUndefined();
  });

  it('is not opened twice', async () => {
    await open();
    await expect(open()).rejects.toThrow(`is in use by process ${process.pid}`);
    expect(await runModule(holder, dir).line()).toBe(
      `StartupProblem: data folder ${dir} is in use by process ${process.pid}: stop that one, or name another folder in KOMPASS_DATA`,
    );
  });

  it('is free again when its holder is killed', async () => {
    const program = runModule(holder, dir);
    expect(await program.line()).toBe('held');
    await program.kill();
    await open();
  });

  it('is free although the pid of a killed holder is in use again', async () => {
    await (await open()).release();
    await writeFile(join(dir, `kompass.lock-${process.ppid}-${startOf(process.pid)}0`), '');
    await open();
    expect((await readdir(dir)).filter((name) => name.includes('.lock-'))).toHaveLength(1);
  });

  it('has one holder, however many come at once', async () => {
    const programs = Array.from({ length: 4 }, () => runModule(holder, dir));
    const lines = await Promise.all(programs.map((program) => program.line()));
    expect(lines.filter((line) => line === 'held').length).toBeLessThanOrEqual(1);
    for (const line of lines) expect(line).toMatch(/^held$|is in use by process/);
    for (const program of programs) await program.kill();
    await open();
  });

  it('of a newer version is not opened', async () => {
    await (await open()).release();
    await writeFile(join(dir, 'version'), '{"format":2,"use":"real","more":true}');
    await expect(open()).rejects.toThrow(
      'was written by a newer version of Kompass (format 2, this one knows 1)',
    );
    expect(await readFile(join(dir, 'version'), 'utf8')).toContain('"more"');
  });

  it('with a damaged version is not opened', async () => {
    await (await open()).release();
    await writeFile(join(dir, 'version'), '');
    await expect(open()).rejects.toThrow('is damaged');
  });

  it('never takes a folder that holds something else', async () => {
    await mkdir(dir, { recursive: true });
    await writeFile(join(dir, 'thesis.doc'), '');
    await expect(open()).rejects.toThrow('holds something else (thesis.doc)');
    expect(await readdir(dir)).toEqual(['thesis.doc']);
  });

  it('that cannot be made is named', async () => {
    dir = join(parent, 'file', 'data');
    await writeFile(join(parent, 'file'), '');
    await expect(open()).rejects.toThrow(`data folder ${dir} cannot be made (ENOTDIR)`);
  });

  it('that cannot be written is named', async () => {
    await mkdir(dir, { recursive: true });
    await chmod(dir, 0o555);
    await chmod(parent, 0o755);
    const program = runModule(
      `import { openDataFolder } from '@kompass/embedded';
       if (process.getuid() === 0) process.setuid(65534); // root may write everywhere
       await openDataFolder(process.argv[1]);`,
      dir,
    );
    expect(await program.line()).toBe(
      `StartupProblem: data folder ${dir} cannot be written (EACCES): make it yours, or name another in KOMPASS_DATA`,
    );
  });

  it.each(['after the keys', 'in the midst of the keys'])('is opened where a kill came %s', async (when) => {
    const folder = await open();
    await folder.release();
    await rm(join(dir, 'version'));
    if (when !== 'after the keys') {
      await rm(join(dir, 'keys'), { recursive: true });
      await mkdir(join(dir, 'keys.new'));
    }
    expect((await open()).keys).not.toEqual(folder.keys);
  });

  it('of the demo and one of real use are not mixed up', async () => {
    await (await open('demo')).release();
    await expect(open()).rejects.toThrow('holds the demo');
    await rm(dir, { recursive: true });
    await (await open()).release();
    await expect(open('demo')).rejects.toThrow('holds real data, not the demo');
    await expect(removeDemo(dir)).rejects.toThrow('holds real data, not the demo');
  });

  it('of the demo can be removed, with the database a killed run left running', async () => {
    const program = runModule(
      `import { openDataFolder, startPostgres } from '@kompass/embedded';
       await openDataFolder(process.argv[1], 'demo');
       console.log((await startPostgres({ dataDir: process.argv[1], unsafe: true })).pid);`,
      dir,
    );
    const pid = Number(await program.line());
    await program.kill();
    expect(startOf(pid)).toBeDefined();
    await removeDemo(dir);
    expect(await readdir(dir)).toEqual([]);
    expect(startOf(pid)).toBeUndefined();
  });

  it('of a running demo is not removed', async () => {
    await open('demo');
    await expect(removeDemo(dir)).rejects.toThrow('is in use');
  });
});
