import { randomUUID } from 'node:crypto';
import { EventStoreDBClient, NO_STREAM, jsonEvent } from '@eventstore/db-client';
import type { JSONEventData } from '@eventstore/db-client';
import { collect } from './contract-events.js';

/** What a log holds, beside what its writers were told. */
export interface LoadReport {
  /** Events whose append was acknowledged. */
  readonly acknowledged: number;
  /** Ids of acknowledged events that are not where they were acknowledged. */
  readonly lost: readonly string[];
  /** Ids that are in the log although nobody appended them there, or more than once. */
  readonly surplus: readonly string[];
  /** Positions of the log, in the order it is read. */
  readonly positions: readonly bigint[];
}

/** One stream and its one writer. */
class Writer {
  readonly stream = `load-${randomUUID()}`;
  readonly acknowledged: string[] = [];
  /** Sent, and not answered yet. */
  open: readonly JSONEventData[] | undefined;

  /** Appends until the store fails. What was left open is sent first, the same at the same revision. */
  async run(client: EventStoreDBClient): Promise<void> {
    for (;;) {
      const size = 1 + Math.floor(Math.random() * 3);
      this.open ??= Array.from({ length: size }, () =>
        jsonEvent({ id: randomUUID(), type: 'Load', data: { text: 'x'.repeat(Math.random() * 2000) } }),
      );
      const last = this.acknowledged.length - 1;
      try {
        await client.appendToStream(this.stream, [...this.open], {
          expectedRevision: last < 0 ? NO_STREAM : BigInt(last),
        });
      } catch (error) {
        if ((error as { type?: string }).type === 'wrong-expected-version') throw error;
        return;
      }
      this.acknowledged.push(...this.open.map(({ id }) => id));
      this.open = undefined;
    }
  }
}

/**
 * Writers that append without pause and remember what they were told, for tests that kill the store under them. They
 * belong outside what is killed.
 */
export class AppendLoad {
  private readonly writers: readonly Writer[];

  constructor(writers: number) {
    this.writers = Array.from({ length: writers }, () => new Writer());
  }

  get acknowledged(): number {
    return this.writers.reduce((sum, { acknowledged }) => sum + acknowledged.length, 0);
  }

  /** Appends until the store is gone. */
  async run(connectionString: string): Promise<void> {
    const client = EventStoreDBClient.connectionString(connectionString);
    await Promise.all(this.writers.map((writer) => writer.run(client)));
    await client.dispose();
  }

  /** Compares the log, in which nobody else has written, with what the writers were told. */
  async compare(connectionString: string): Promise<LoadReport> {
    const client = EventStoreDBClient.connectionString(connectionString);
    const log = (await collect(client.readAll())).flatMap(({ event }) => (event ? [event] : []));
    await client.dispose();

    const lost: string[] = [];
    const surplus = log
      .filter(({ streamId }) => !this.writers.some(({ stream }) => stream === streamId))
      .map(({ id }) => id);
    for (const { stream, acknowledged, open = [] } of this.writers) {
      const stored = log.filter(({ streamId }) => streamId === stream).map(({ id }) => id);
      lost.push(...acknowledged.filter((id, revision) => stored[revision] !== id));
      const rest = stored.slice(acknowledged.length);
      const whole = rest.length === 0 || rest.join() === open.map(({ id }) => id).join();
      if (!whole) surplus.push(...rest);
    }
    return {
      acknowledged: this.acknowledged,
      lost,
      surplus,
      positions: log.map(({ position }) => position?.commit ?? -1n),
    };
  }
}
