import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdir, mkdtemp, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findBinaries, mend } from './binaries.js';

describe('the PostgreSQL from npm', () => {
  it('is there, with its programs', async () => {
    const { initdb, pgCtl, postgres } = await findBinaries();
    for (const program of [initdb, pgCtl, postgres]) expect((await stat(program)).mode & 0o111).toBe(0o111);
  });

  describe('unpacked without install scripts', () => {
    let home: string;
    beforeEach(async () => {
      home = await mkdtemp(join(tmpdir(), 'kompass-spec-'));
      await mkdir(join(home, 'native', 'lib'), { recursive: true });
      await mkdir(join(home, 'native', 'bin'));
      await writeFile(join(home, 'native', 'lib', 'libicuuc.so.60.2'), 'library');
      for (const name of ['initdb', 'pg_ctl', 'postgres']) {
        await writeFile(join(home, 'native', 'bin', name), '', { mode: 0o644 });
      }
      const links = ['libicuuc.so', 'libicuuc.so.60'].map((name) => ({
        source: 'native/lib/libicuuc.so.60.2',
        target: `native/lib/${name}`,
      }));
      await writeFile(join(home, 'native', 'pg-symlinks.json'), JSON.stringify(links));
    });
    afterEach(() => rm(home, { recursive: true }));

    it('gets its library links and its permission to run', async () => {
      await symlink('libicuuc.so.60.2', join(home, 'native', 'lib', 'libicuuc.so'));
      const { postgres } = await mend(home);
      expect(await readFile(join(home, 'native', 'lib', 'libicuuc.so.60'), 'utf8')).toBe('library');
      expect((await stat(postgres)).mode & 0o777).toBe(0o755);
    });

    it('says when it cannot be mended', async () => {
      await rm(join(home, 'native', 'bin', 'initdb'));
      await expect(mend(home)).rejects.toThrow(
        `the PostgreSQL in ${home} is incomplete and cannot be mended (ENOENT): run npm ci again as its owner`,
      );
    });
  });
});
