import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { repository } from './small-repository.js';

const folder = join(repository, 'docs/adr');
const index = readFileSync(join(folder, 'README.md'), 'utf8');
const records = readdirSync(folder)
  .filter((name) => name !== 'README.md')
  .sort();

describe('architecture decisions', () => {
  it('are numbered without a gap, and listed in that order', () => {
    const listed = [...index.matchAll(/^\| \[(\d+)\]\((\S+)\)/gm)].map(([, number, name]) => [number, name]);
    expect(listed).toEqual(records.map((name, place) => [String(place + 1), name]));
  });

  it.each(records)('%s says why, what else, and what follows', (name) => {
    const text = readFileSync(join(folder, name), 'utf8');
    expect(text).toMatch(new RegExp(`^# ${Number(name.slice(0, 4))}\\. \\S`));
    const sections = [...text.matchAll(/^## (.+)$/gm)].map(([, title]) => title);
    expect(sections).toEqual(['Context', 'Decision', 'Alternatives', 'Consequences']);
  });
});
