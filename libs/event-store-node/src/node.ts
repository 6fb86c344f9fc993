import { isIPv6 } from 'node:net';
import { Server, ServerCredentials } from '@grpc/grpc-js';
import pg from 'pg';
import type { PoolConfig } from 'pg';
import { OpenCalls } from './grpc/open-calls.js';
import { ServerFeaturesService, StreamsService } from './grpc/protocol.js';
import { serverFeatures } from './grpc/server-features.js';
import { streamsService } from './grpc/streams-service.js';
import { EventTable } from './log/event-table.js';
import { GroupCommit } from './log/group-commit.js';
import { Head } from './log/head.js';
import { LogReader } from './log/log-reader.js';
import { RecentEvents } from './log/recent-events.js';
import { sessionOptions } from './log/schema.js';
import { WriterConnection } from './log/writer-connection.js';
import { NodeRefused } from './refused.js';

export interface EventStoreNodeOptions {
  /** The database that holds the log, in its schema `event_store`: a connection string or what `pg` takes. */
  readonly postgres: string | PoolConfig;
  /** Where to listen; 127.0.0.1 if absent. */
  readonly host?: string;
  /** 0 for any free port. */
  readonly port: number;
  readonly log?: NodeLog;
  /** For tests: accept a PostgreSQL that acknowledges before anything is on disk. */
  readonly allowUnsafe?: boolean;
}

/** Where the node says what its operator should know; a logger of pino is one. */
export interface NodeLog {
  error(fields: object, message: string): void;
}

export interface EventStoreNode {
  readonly port: number;
  /** Resolves with the reason when the node lost its writer's connection: it answers no append any more and should be stopped. */
  readonly failed: Promise<Error>;
  stats(): NodeStats;
  /** Answers every append that has arrived, ends all calls with UNAVAILABLE, and gives the log up; a second call waits for the first. */
  stop(): Promise<void>;
}

export interface NodeStats {
  /** Events read from the table for readers and subscribers since the start. */
  readonly rowsRead: number;
  /** Appends, reads and subscriptions under way. */
  readonly openCalls: number;
}

/** How many connections readers share; the writer has one of its own. */
const readConnections = 4;

/** Larger than the largest append, so that an append too large is refused and not the connection ended. */
const maxMessageSize = 17 * 1024 * 1024;

/** How long calls may take to end after they have been told to, in milliseconds. */
const grace = 2000;

/**
 * Starts an EventStoreDB-protocol node over a table in PostgreSQL.
 *
 * @throws NodeRefused where another process writes this log, PostgreSQL could lose acknowledged events, or the port
 *   cannot be listened on
 */
export async function startEventStoreNode(options: EventStoreNodeOptions): Promise<EventStoreNode> {
  const { host = '127.0.0.1', allowUnsafe = false } = options;
  const postgres: PoolConfig = {
    ...(typeof options.postgres === 'string' ? { connectionString: options.postgres } : options.postgres),
    options: sessionOptions,
  };
  const connection = await WriterConnection.open(postgres, allowUnsafe);
  const pool = new pg.Pool({ ...postgres, max: readConnections });
  pool.on('error', () => undefined); // it makes a new one; and the writer's own connection fails as well

  const head = new Head(await connection.head());
  const recent = new RecentEvents(head.position);
  const table = new EventTable(pool);
  const writer = new GroupCommit(connection, head.position, {
    committed: (events) => {
      recent.add(events);
      head.advance(head.position + events.length);
    },
    refused: ({ stream }, reason) => options.log?.error({ stream, reason }, 'PostgreSQL refused an append'),
  });

  const calls = new OpenCalls();
  const server = new Server({
    'grpc.max_receive_message_length': maxMessageSize,
    'grpc.keepalive_time_ms': 10_000,
    'grpc.keepalive_timeout_ms': 10_000,
  });
  server.addService(StreamsService, streamsService(writer, new LogReader(table, head, recent), calls));
  server.addService(ServerFeaturesService, serverFeatures);

  const release = async (): Promise<void> => {
    await Promise.all([connection.close(), pool.end()]);
  };
  const port = await listen(server, host, options.port).catch(async (error: Error) => {
    await release();
    throw error;
  });
  const stop = async (): Promise<void> => {
    const timeout = setTimeout(() => server.forceShutdown(), grace);
    await calls.endAll();
    await new Promise<void>((resolve) => server.tryShutdown(() => resolve()));
    clearTimeout(timeout);
    await release();
  };
  let stopping: Promise<void> | undefined;

  return {
    port,
    failed: connection.lost,
    stats: () => ({ rowsRead: table.rowsRead, openCalls: calls.count }),
    stop: () => (stopping ??= stop()),
  };
}

function listen(server: Server, host: string, port: number): Promise<number> {
  const address = `${isIPv6(host) ? `[${host}]` : host}:${port}`;
  return new Promise((resolve, reject) => {
    server.bindAsync(address, ServerCredentials.createInsecure(), (error, bound) =>
      error ? reject(refusedToListen(error, address)) : resolve(bound),
    );
  });
}

function refusedToListen({ message }: Error, address: string): NodeRefused {
  return new NodeRefused(
    message.includes('EADDRINUSE') ? `${address} is taken` : `cannot listen on ${address}: ${message}`,
  );
}
