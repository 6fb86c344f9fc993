import { setTimeout as delay } from 'node:timers/promises';
import { Command } from 'commander';
import { routes } from '@kompass/contracts';
import { followRebuild } from './follow-rebuild.js';
import { administratorOf, withInstance, type InstanceOptions } from './instance.js';

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
    const look = async () => (await client.call(routes.listProjections)).items;
    const generations = new Map((await look()).map(({ name, generation }) => [name, generation]));
    const { rebuilding } = await client.call(routes.rebuildProjection, {
      params: { name: projection ?? 'all' },
    });
    const problems = await followRebuild(
      new Map(rebuilding.map((name) => [name, generations.get(name) ?? 0])),
      () => delay(500).then(look),
      (line) => process.stdout.write(`${line}\n`),
    );
    if (problems.length > 0) throw new Error(problems.join('\n'));
  });
