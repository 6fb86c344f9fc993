import { Command } from 'commander';
import { routes, type AnswerOf, type KompassClient, type Parked } from '@kompass/contracts';
import { administratorOf, withInstance, type InstanceOptions } from './instance.js';

/** What a retry, also that after a skip, came to. */
type Retried = AnswerOf<typeof routes.retryParked>;

interface ListOptions extends InstanceOptions {
  readonly context?: string;
  readonly group?: string;
}

interface SkipOptions extends InstanceOptions {
  readonly reason: string;
}

const list = withInstance(new Command('list'))
  .description('what is parked first of every key, oldest first')
  .option('--context <name>', 'only what this context could not handle')
  .option('--group <name>', 'only what this group of consumers could not handle')
  .action(async ({ context, group, ...instance }: ListOptions) => {
    const client = await administratorOf(instance);
    const only = { ...(context !== undefined && { context }), ...(group !== undefined && { group }) };
    let found = 0;
    for await (const parked of everything(client, only)) {
      process.stdout.write(lineOf(parked));
      found += 1;
    }
    if (found === 0) process.stdout.write('nothing is parked\n');
  });

const show = withInstance(new Command('show'))
  .description('one parked message whole, as JSON')
  .argument('<id>')
  .action(async (id: string, instance: InstanceOptions) => {
    const client = await administratorOf(instance);
    const parked = await client.call(routes.readParked, { params: { id } });
    process.stdout.write(`${JSON.stringify(parked, null, 2)}\n`);
  });

const retry = withInstance(new Command('retry'))
  .description('handle what is parked of the key of this message, in order')
  .argument('<id>')
  .action(async (id: string, instance: InstanceOptions) => {
    const client = await administratorOf(instance);
    await goOn(client, await client.call(routes.retryParked, { params: { id } }));
  });

const skip = withInstance(new Command('skip'))
  .description('give a parked message up for good, and handle what waits behind it')
  .argument('<id>')
  .requiredOption('--reason <text>', 'why; it is kept')
  .action(async (id: string, { reason, ...instance }: SkipOptions) => {
    const client = await administratorOf(instance);
    await goOn(client, await client.call(routes.skipParked, { params: { id }, body: { reason } }));
  });

export const parkedCommand = new Command('parked')
  .description('messages between contexts that a running instance could not handle')
  .addCommand(list)
  .addCommand(show)
  .addCommand(retry)
  .addCommand(skip);

async function* everything(
  client: KompassClient,
  only: Pick<ListOptions, 'context' | 'group'>,
): AsyncGenerator<Parked> {
  for (let after: string | null | undefined; after !== null;) {
    const { items, next } = await client.call(routes.listParked, { query: { ...only, after } });
    yield* items;
    after = next;
  }
}

function lineOf({ id, group, topic, key, type, attempts, problem, parkedAt, waiting }: Parked): string {
  const behind = waiting === 0 ? '' : `, ${waiting} waiting behind it`;
  const why = problem === null ? 'not tried since those before it were handled' : problem;
  const tries = `${attempts} ${attempts === 1 ? 'try' : 'tries'}`;
  return `${id}  ${parkedAt}  ${group}: ${type ?? `unreadable, on ${topic}`} of ${key}${behind}\n    ${tries}: ${why}\n`;
}

/** Says how it went, and goes on where a request was not enough; what then is still parked is an error. */
async function goOn(client: KompassClient, { handled, left, problem, next }: Retried): Promise<void> {
  process.stdout.write(`${handled} handled\n`);
  if (problem !== null) throw new Error(`${left} still parked: ${problem}`);
  if (next !== null) await goOn(client, await client.call(routes.retryParked, { params: { id: next } }));
}
