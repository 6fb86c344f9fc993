import { setTimeout as delay } from 'node:timers/promises';
import { Command } from 'commander';
import { routes, type AnswerOf, type KompassClient } from '@kompass/contracts';
import { administratorOf, withInstance, type InstanceOptions } from './instance.js';

type Projection = AnswerOf<typeof routes.listProjections>['items'][number];

interface Options extends InstanceOptions {
  readonly all?: true;
}

export const rebuildCommand = withInstance(new Command('rebuild'))
  .description('rebuild a projection of a running instance from the log, beside the live one')
  .argument('[projection]')
  .option('--all', 'rebuild every projection')
  .action(async (projection: string | undefined, { all, ...instance }: Options) => {
    if ((projection === undefined) === (all === undefined))
      throw new Error('name one projection, or give --all');
    const client = await administratorOf(instance);
    const { rebuilding } = await client.call(routes.rebuildProjection, {
      params: { name: projection ?? 'all' },
    });
    const problems = await follow(client, new Set(rebuilding));
    if (problems.length > 0) throw new Error(problems.join('\n'));
  });

/** Shows how the projections come along until they are done, and answers what went wrong. */
async function follow(client: KompassClient, rebuilding: Set<string>): Promise<string[]> {
  const problems: string[] = [];
  while (rebuilding.size > 0) {
    const { items } = await client.call(routes.listProjections);
    for (const projection of items.filter(({ name }) => rebuilding.has(name))) {
      const { name, state, progress, error, failure } = projection;
      if (state === 'building') {
        process.stdout.write(`${name}: ${progress?.done ?? 0} of ${progress?.total ?? '?'} events\n`);
        continue;
      }
      rebuilding.delete(name);
      if (failure !== null) problems.push(`${name} was not rebuilt: ${failure}`);
      else if (state === 'halted') problems.push(`${name} halted: ${error}`);
      else process.stdout.write(`${name}: rebuilt; ${differenceText(projection.difference)}\n`);
    }
    if (rebuilding.size > 0) await delay(500);
  }
  return problems;
}

/** How the new rows differ from the old: a report, not a gate. */
function differenceText(difference: Projection['difference']): string {
  const kinds = Object.entries(difference ?? {}).filter(([, { count }]) => count > 0);
  if (kinds.length === 0) return 'every row is as it was';
  return kinds.map(([kind, { count, keys }]) => `${count} ${kind}, first ${JSON.stringify(keys)}`).join('; ');
}
