import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { compositionIn, readText } from './composition.js';
import { Image } from './image.js';

jest.setTimeout(240_000);

const { services } = compositionIn(readText('docker-compose.yml'));
const ours = Object.entries(services).filter(([, { build }]) => build !== undefined);

describe('a clean production install', () => {
  let image: Image;
  beforeAll(async () => {
    image = new Image(await mkdtemp(join(tmpdir(), 'kompass-image-')));
    await image.build();
  });
  afterAll(() => rm(image.folder, { recursive: true }));

  it.each(ours)(
    'holds %s, which says in a line each what it needs, all of it named for it',
    async (_, service) => {
      const { code, errors } = await image.ended(service.command!);
      expect(code).toBe(1);
      const lines = errors.trimEnd().split('\n');
      const named = Object.keys(service.environment!).map((name) => name.replace(/_FILE$/, ''));
      for (const line of lines) {
        const [, needed] = /^kompass: (KOMPASS_\w+): must be set here$/.exec(line) ?? [];
        expect([line, needed]).toEqual([line, expect.stringMatching(/./)]);
        expect(named).toContain(needed);
      }
    },
  );

  it('holds the command line', async () => {
    expect(await image.ended(['deploy/bin/kompass.mjs', '--version'])).toEqual({ code: 0, errors: '' });
  });

  it('is unhealthy while nothing answers', async () => {
    const { code } = await image.ended(['deploy/healthy.mjs'], { KOMPASS_PORT: '1' });
    expect(code).toBe(1);
  });
});
