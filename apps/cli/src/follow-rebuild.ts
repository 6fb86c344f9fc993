import type { AnswerOf, routes } from '@kompass/contracts';

export type Projection = AnswerOf<typeof routes.listProjections>['items'][number];

/** How often in a row nothing may be under way before a rebuild that has come to nothing is given up. */
const patience = 20;

/**
 * Follows a rebuild until readers see the new generations. Each look may be answered by another replica: all know the
 * generation and that somebody rebuilds, but only the one that did it why it failed and how the rows differ.
 *
 * @param before the generations before the rebuild, by the name of what is rebuilt
 * @returns what went wrong
 */
export async function followRebuild(
  before: ReadonlyMap<string, number>,
  look: () => Promise<readonly Projection[]>,
  tell: (line: string) => void,
): Promise<string[]> {
  const open = new Map(before);
  const problems: string[] = [];
  for (let idle = 0; open.size > 0 && idle <= patience; idle += 1) {
    const seen = (await look()).filter(({ name }) => open.has(name));
    for (const { name, state, generation, progress, error, failure, difference } of seen) {
      if (state === 'building') {
        idle = -1;
        if (progress) tell(`${name}: ${progress.done} of ${progress.total ?? '?'} events`);
        continue;
      }
      const risen = generation > open.get(name)!;
      if (!risen && failure === null) continue;
      open.delete(name);
      if (!risen) problems.push(`${name} was not rebuilt: ${failure}`);
      else if (state === 'halted') problems.push(`${name} halted: ${error}`);
      else tell(`${name}: rebuilt${difference ? `; ${differenceText(difference)}` : ''}`);
    }
  }
  for (const name of open.keys())
    problems.push(`${name} was not rebuilt: the log of the process that tried says why`);
  return problems;
}

/** How the new rows differ from the old: a report, not a gate. */
function differenceText(difference: NonNullable<Projection['difference']>): string {
  const kinds = Object.entries(difference).filter(([, { count }]) => count > 0);
  if (kinds.length === 0) return 'every row is as it was';
  return kinds.map(([kind, { count, keys }]) => `${count} ${kind}, first ${JSON.stringify(keys)}`).join('; ');
}
