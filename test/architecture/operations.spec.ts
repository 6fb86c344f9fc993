import { describe, expect, it } from '@jest/globals';
import { describeTopic, receivers, topicNames, topicSettings } from '@kompass/contracts';
import { readText } from './composition.js';

const guide = readText('docs/operations.md');

/** `7 days`, `1 hour` */
function duration(ms: string | undefined): string {
  const hours = Number(ms) / 3_600_000;
  const [count, unit] = hours % 24 === 0 ? [hours / 24, 'day'] : [hours, 'hour'];
  return `${count} ${unit}${count === 1 ? '' : 's'}`;
}

function rows(): readonly string[] {
  return topicNames.map((topic) => {
    const { sender, key } = describeTopic(topic);
    const groups = Object.entries(receivers).flatMap(([group, topics]) =>
      topics.includes(topic) ? `\`${group}\`` : [],
    );
    const settings = topicSettings(topic);
    const keeps =
      settings['cleanup.policy'] === 'delete'
        ? `everything for ${duration(settings['retention.ms'])}`
        : `the latest of each key; what it replaced for ${duration(settings['max.compaction.lag.ms'])} at most, a tombstone for ${duration(settings['delete.retention.ms'])}`;
    return `| \`${topic}\` | ${sender} | ${key} | ${groups.join(', ') || '–'} | ${keeps} |`;
  });
}

describe('docs/operations.md', () => {
  it('tells of the topics what the program makes them', () => {
    const [, table] = /<!-- topics -->\n(.*?)<!-- \/topics -->/s.exec(guide)!;
    const cells = (line: string) => line.split('|').map((cell) => cell.trim());
    expect(table!.trim().split('\n').slice(2).map(cells)).toEqual(rows().map(cells));
  });

  it('links to files that exist, and to sections of its own', () => {
    const links = [...guide.matchAll(/\]\((?!https?:)([^)#]+)\)/g)].map(([, path]) => path!);
    expect(links.length).toBeGreaterThan(1);
    for (const link of links) expect(readText(`docs/${link}`)).not.toBe('');
    const titles = [...guide.matchAll(/^#+ (.+)$/gm)].map(([, title]) => title);
    const named = [...guide.matchAll(/\(_([A-Z][^_]+)_\)|: _([A-Z][^_]+)_ \|/g)].map(([, a, b]) => a ?? b);
    expect(titles).toEqual(expect.arrayContaining(named));
  });
});
