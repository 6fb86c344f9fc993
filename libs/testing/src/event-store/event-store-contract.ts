import { afterAll, beforeAll, describe, jest } from '@jest/globals';
import { EventStoreDBClient } from '@eventstore/db-client';
import { appendContract } from './append.contract.js';
import { concurrencyContract } from './concurrency.contract.js';
import { filterContract } from './filter.contract.js';
import { idempotencyContract } from './idempotency.contract.js';
import { readContract } from './read.contract.js';
import { subscriptionContract } from './subscription.contract.js';

/** An event store as a test meets it. */
export interface EventStoreUnderTest {
  readonly connectionString: string;
  /** Events it has read from its storage since it started, where it can tell. */
  rowsRead?(): number;
  close(): Promise<void>;
}

/** What the parts of the contract work with. Its clients live as long as the whole contract. */
export interface ContractContext {
  readonly client: EventStoreDBClient;
  /** Another client: what one cannot see of itself, and what must not get into its way. */
  readonly other: EventStoreDBClient;
  rowsRead?(): number;
}

/** For a machine that is busy with other things; nothing waits for it. In milliseconds. */
const patience = 60_000;

/**
 * What Kompass relies on in an event store, told to the official client only. Other data in the store does no harm:
 * every test works in streams of its own.
 */
export function eventStoreContract(name: string, open: () => Promise<EventStoreUnderTest>): void {
  jest.setTimeout(patience);
  describe(name, () => {
    let store: EventStoreUnderTest;
    let context: ContractContext;

    beforeAll(async () => {
      store = await open();
      context = {
        client: EventStoreDBClient.connectionString(store.connectionString),
        other: EventStoreDBClient.connectionString(store.connectionString),
        ...(store.rowsRead && { rowsRead: () => store.rowsRead?.() ?? 0 }),
      };
    });

    afterAll(async () => {
      await context.client.dispose();
      await context.other.dispose();
      await store.close();
    });

    const given = (): ContractContext => context;
    describe('appending', () => appendContract(given));
    describe('appending the same again', () => idempotencyContract(given));
    describe('appending at once', () => concurrencyContract(given));
    describe('reading', () => readContract(given));
    describe('subscribing', () => subscriptionContract(given));
    describe('subscribing with a filter', () => filterContract(given));
  });
}
