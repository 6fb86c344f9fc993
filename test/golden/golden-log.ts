import { formatPosition, jcs, parsePosition, type StoredEvent } from '@kompass/event-store';

/** A stored event as a line of a golden log: canonical JSON (RFC 8785), everything that stands in the log and no more. */
export function lineOf({ position, ...event }: StoredEvent): string {
  return jcs({ ...event, position: formatPosition(position) });
}

/** The stored event of a line. */
export function eventOf(line: string): StoredEvent {
  const { position, ...event } = JSON.parse(line) as Omit<StoredEvent, 'position'> & { position: string };
  return { ...event, position: parsePosition(position)! };
}
