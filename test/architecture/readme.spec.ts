import { readFile } from 'node:fs/promises';
import { describe, expect, it } from '@jest/globals';
import { settingsTable } from '@kompass/config';

const begin = '<!-- prettier-ignore-start -->';
const end = '<!-- prettier-ignore-end -->';

describe('the README', () => {
  it('lists every setting as the program knows it', async () => {
    const readme = await readFile(new URL('../../README.md', import.meta.url), 'utf8');
    const table = readme.slice(readme.indexOf(begin) + begin.length, readme.indexOf(end));
    expect(table.trim()).toBe(settingsTable().trim());
  });

  it('links to files that exist', async () => {
    const readme = await readFile(new URL('../../README.md', import.meta.url), 'utf8');
    const links = [...readme.matchAll(/\]\((?!https?:)([^)#]+)\)/g)].map(([, path]) => path!);
    expect(links.length).toBeGreaterThan(1);
    for (const link of links) {
      const found = await readFile(new URL(`../../${link}`, import.meta.url)).then(
        () => true,
        () => false,
      );
      expect([link, found]).toEqual([link, true]);
    }
  });
});
