import { isDeepStrictEqual } from 'node:util';
import { findChainFault, formatPosition, type StoredEvent } from '@kompass/event-store';
import type { Remembered } from './memory.js';

/**
 * What is wrong with the log as a log: positions from 1 on without a gap, revisions from 0 on without a gap, no event
 * id twice, every chain whole.
 *
 * @param log every event, in the order of the log
 */
export function faultsOfLog(log: readonly StoredEvent[]): string[] {
  const faults: string[] = [];
  for (const [index, { position, stream, revision }] of log.entries()) {
    if (position.commit !== BigInt(index + 1) || position.prepare !== position.commit) {
      faults.push(
        `event ${index + 1} of the log stands at ${formatPosition(position)} (${stream}@${revision})`,
      );
      break; // every later one would be named as well
    }
  }
  const ids = new Set(log.map(({ id }) => id));
  if (ids.size < log.length)
    faults.push(`${log.length - ids.size} event ids stand in the log more than once`);
  for (const [stream, events] of grouped(log, (event) => event.stream)) {
    const fault = findChainFault(events);
    if (fault) faults.push(`the chain of ${stream} breaks at revision ${fault.revision}: ${fault.reason}`);
  }
  return faults;
}

/**
 * What is wrong with the log against the memory of those who sent commands: every acknowledged command is there
 * exactly once, where and as it was told; every unanswered one at most once; no refused one; and nothing else of theirs.
 */
export function faultsOfCommands(log: readonly StoredEvent[], memory: readonly Remembered[]): string[] {
  const byCommand = grouped(log, ({ metadata }) => metadata.commandId);
  const faults = memory.flatMap((remembered) => {
    const events = byCommand.get(remembered.commandId) ?? [];
    return faultsOf(remembered, events).map(
      (fault) => `command ${remembered.commandId} (${remembered.type}, ${remembered.fate.kind}): ${fault}`,
    );
  });
  const known = new Set(memory.map(({ commandId }) => commandId));
  const actors = new Set(memory.map(({ actor }) => actor));
  const strangers = log.filter(
    ({ metadata: { actor, commandId } }) => actors.has(actor) && !known.has(commandId),
  );
  const more = strangers.map(({ stream, revision }) => `nobody sent the command of ${stream}@${revision}`);
  return [...faults, ...more];
}

function faultsOf(
  { stream, actor, type, says = {}, fate }: Remembered,
  events: readonly StoredEvent[],
): string[] {
  const faults: string[] = [];
  const expect = (holds: boolean, fault: () => string) => void (holds || faults.push(fault()));
  const first = events[0];
  for (const [index, event] of events.entries()) {
    const { data, metadata } = event;
    const place = `${event.stream}@${event.revision}`;
    expect(event.stream === stream, () => `stands in ${place}, not in ${stream}`);
    expect(
      event.revision === first!.revision + index,
      () => `stands at ${first!.revision} and again at ${place}`,
    );
    expect(
      event.type === type && metadata.actor === actor,
      () => `is a ${event.type} of ${metadata.actor} at ${place}`,
    );
    for (const [name, value] of Object.entries(says)) {
      expect(
        isDeepStrictEqual(data[name], value),
        () => `says ${name} ${String(data[name])}, not ${String(value)}`,
      );
    }
  }
  const indicators = events.map(({ data }) => data['indicator']);
  expect(new Set(indicators).size === indicators.length, () => `happened more than once`);
  if (fate.kind === 'refused') expect(!first, () => `was refused (${fate.code}) and is in the log`);
  if (fate.kind !== 'accepted') return faults;
  expect(events.length === fate.events, () => `led to ${events.length} events, not ${fate.events}`);
  const last = events.at(-1);
  if (!last) return faults;
  expect(last.revision === fate.revision, () => `stands at ${last.revision}, was told ${fate.revision}`);
  const position = formatPosition(last.position);
  expect((fate.position ?? position) === position, () => `stands at ${position}, was told ${fate.position}`);
  return faults;
}

function grouped<T>(items: readonly T[], keyOf: (item: T) => string): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group) group.push(item);
    else groups.set(keyOf(item), [item]);
  }
  return groups;
}
