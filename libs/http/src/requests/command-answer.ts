import { formatPosition, type Accepted } from '@kompass/event-store';
import type { DomainEvent } from '@kompass/kernel';

/** What every command answers: where it stands in its stream, and in the log for `atLeast`. */
export function changed({ revision, position }: Pick<Accepted<DomainEvent>, 'revision' | 'position'>) {
  if (!position) throw new Error('a command was accepted on an empty stream');
  return { revision, position: formatPosition(position) };
}
