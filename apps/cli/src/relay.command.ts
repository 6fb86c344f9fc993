import { Command } from 'commander';
import { routes, type Relay } from '@kompass/contracts';
import { administratorOf, withInstance, type InstanceOptions } from './instance.js';

interface RewindOptions extends InstanceOptions {
  readonly to: string;
}

const list = withInstance(new Command('list'))
  .description('how far the log of each context is published')
  .action(async (instance: InstanceOptions) => {
    const client = await administratorOf(instance);
    const { items } = await client.call(routes.listRelays);
    for (const relay of items) process.stdout.write(`${relay.context}: ${stateOf(relay)}\n`);
  });

const rewind = withInstance(new Command('rewind'))
  .description('publish the log of a context again, or (identity) every account; repeats change nothing')
  .argument('<context>')
  .option('--to <place>', 'start, or a position after which everything comes again', 'start')
  .action(async (context: string, { to, ...instance }: RewindOptions) => {
    const client = await administratorOf(instance);
    const { position } = await client.call(routes.rewindRelay, { params: { context }, body: { to } });
    process.stdout.write(`${context}: published again from ${position ?? 'the start'}\n`);
  });

export const relayCommand = new Command('relay')
  .description('what the contexts of a running instance publish to each other')
  .addCommand(list)
  .addCommand(rewind);

function stateOf({ active, position, behindSince }: Relay): string {
  if (!active) return 'published by another process, or waiting for its turn';
  const behind = behindSince === null ? '' : `, behind since ${behindSince}`;
  return `published up to ${position ?? 'its start'}${behind}`;
}
