import { logVerbosity, setLogVerbosity } from '@grpc/grpc-js';
import { Command, InvalidArgumentError } from 'commander';
import { pino } from 'pino';
import { startEventStoreNode } from './node.js';
import { NodeRefused } from './refused.js';

/** A PostgreSQL of the node's own, started in a data folder. */
export interface OwnPostgres {
  readonly url: string;
  stop(): Promise<void>;
}

interface Arguments {
  readonly postgres?: string;
  readonly data?: string;
  readonly host: string;
  readonly port: number;
}

/**
 * The node as a process. It says `{"port":…}` when it is ready, to its parent where it has one (IPC), else on
 * standard output, and runs until SIGINT, SIGTERM or the end of its parent. Whatever stops it otherwise is one line
 * on standard error and exit code 1.
 */
export function eventStoreCommand(startPostgres: (dataDir: string) => Promise<OwnPostgres>): Command {
  return new Command('event-store')
    .description('An EventStoreDB-protocol node over PostgreSQL, for one machine.')
    .option('--data <dir>', 'keep the log here, in a PostgreSQL of its own')
    .option('--postgres <url>', 'keep the log in this database, in its schema event_store')
    .option('--host <host>', 'address to listen on', '127.0.0.1')
    .option('--port <port>', 'port to listen on, 0 for any', portOf, 2113)
    .action(async (given: Arguments) => {
      try {
        await run(given, startPostgres);
      } catch (error) {
        process.stderr.write(`event-store: ${oneLine(error as NodeJS.ErrnoException)}\n`);
        process.exitCode = 1;
        if (process.connected) process.disconnect();
      }
    });
}

async function run(
  { data, postgres, host, port }: Arguments,
  startPostgres: (dataDir: string) => Promise<OwnPostgres>,
): Promise<void> {
  setLogVerbosity(logVerbosity.NONE); // gRPC would write lines of its own about what is thrown as well
  const ending = untilTold();
  if ((data === undefined) === (postgres === undefined))
    throw new NodeRefused('give either --data or --postgres');
  const own = data === undefined ? undefined : await startPostgres(data);
  try {
    const log = pino({ base: undefined }, pino.destination(2));
    const node = await startEventStoreNode({
      postgres: own?.url ?? (postgres as string),
      host,
      port,
      log,
    });
    announce(node.port);
    const failure = await Promise.race([ending, node.failed]);
    await node.stop();
    if (failure) throw new NodeRefused(`lost the connection to PostgreSQL: ${failure.message}`);
  } finally {
    await own?.stop();
  }
}

function announce(port: number): void {
  if (process.send) process.send({ port });
  else process.stdout.write(`${JSON.stringify({ port })}\n`);
}

/** Resolves when the process is told to end, or its parent is gone. */
function untilTold(): Promise<undefined> {
  return new Promise((resolve) => {
    for (const event of ['SIGINT', 'SIGTERM', 'disconnect'] as const)
      process.once(event, () => resolve(undefined));
  });
}

function portOf(text: string): number {
  const port = Number(text);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new InvalidArgumentError('not a port');
  return port;
}

function oneLine({ message, code }: NodeJS.ErrnoException): string {
  return (message || code || 'unknown error').split('\n')[0] as string;
}
