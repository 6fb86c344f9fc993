import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { stagesOf } from './dockerfile.js';
import { repository } from './small-repository.js';

const read = (path: string): string => readFileSync(join(repository, path), 'utf8');

const stages = stagesOf(read('deploy/Dockerfile'));
const [build, final] = stages as [(typeof stages)[number], (typeof stages)[number]];

/** What the image takes from the repository. */
const copied = stages.flatMap(({ steps }) =>
  steps
    .filter(({ instruction, flags }) => instruction === 'COPY' && flags['from'] === undefined)
    .flatMap(({ words }) => words.slice(0, -1)),
);

describe('the image of the services', () => {
  it('stands on pinned images of a Node.js that the program runs on', () => {
    expect(stages).toHaveLength(2);
    for (const { image } of stages) expect(image).toMatch(/^node:20\.(19|[2-9]\d)\.\d+-bookworm-slim$/);
  });

  it('copies what is there and is sent to the engine', () => {
    const sent = read('.dockerignore')
      .split('\n')
      .flatMap((line) => /^!(\S+)$/.exec(line)?.[1] ?? []);
    expect(copied.length).toBeGreaterThan(5);
    for (const path of copied) {
      expect([path, existsSync(join(repository, path))]).toEqual([path, true]);
      expect(sent.filter((each) => path === each || path.startsWith(`${each}/`))).toHaveLength(1);
    }
    expect(sent.filter((path) => !copied.includes(path))).toEqual([]);
  });

  it('is built of what the build is made of', () => {
    const { include } = JSON.parse(read('tsconfig.build.json')) as { include: readonly string[] };
    expect(copied).toEqual(expect.arrayContaining([...include]));
    expect(build.steps.at(-1)).toMatchObject({ instruction: 'RUN', text: 'npm run build' });
  });

  it('installs what the lock says, without tools and without running what packages bring', () => {
    const installs = stages.flatMap(({ steps }) => steps.filter(({ text }) => text.includes('npm ci')));
    expect(installs.map(({ text }) => text.split(' && ')[0])).toEqual([
      'npm ci --ignore-scripts',
      'npm ci --omit=dev --ignore-scripts',
    ]);
  });

  it('runs as nobody special', () => {
    expect(final.steps.filter(({ instruction }) => instruction === 'USER')).toMatchObject([{ text: 'node' }]);
    expect(stages.flatMap(({ steps }) => steps).map(({ instruction }) => instruction)).not.toContain('ADD');
  });
});
