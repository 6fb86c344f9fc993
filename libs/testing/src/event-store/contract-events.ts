import { randomUUID } from 'node:crypto';
import { jsonEvent } from '@eventstore/db-client';
import type {
  AllStreamResolvedEvent,
  EventStoreDBClient,
  JSONEventData,
  ReadStreamOptions,
  ResolvedEvent,
} from '@eventstore/db-client';

/** A stream nobody else uses. */
export function newStream(prefix = 'contract'): string {
  return `${prefix}-${randomUUID()}`;
}

/** Events numbered in their data from `first` on. */
export function events(count: number, first = 0, type = 'Numbered'): JSONEventData[] {
  return Array.from({ length: count }, (_, index) => jsonEvent({ type, data: { number: first + index } }));
}

/** The numbers in the data of events, in the order they came. */
export function numbersOf(resolved: readonly (ResolvedEvent | AllStreamResolvedEvent)[]): number[] {
  return resolved.map(({ event }) => (event?.data as { number: number }).number);
}

export async function collect<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const all: Item[] = [];
  for await (const item of items) all.push(item);
  return all;
}

export function readAllOf(
  client: EventStoreDBClient,
  stream: string,
  options: ReadStreamOptions = {},
): Promise<ResolvedEvent[]> {
  return collect(client.readStream(stream, options));
}

/** 0, 1, 2 … */
export function upTo(count: number, first = 0): number[] {
  return Array.from({ length: count }, (_, index) => first + index);
}
