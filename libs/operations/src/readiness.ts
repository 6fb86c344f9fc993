import type { PartStatus } from '@kompass/http';
import type { Consumers, ParkedCount } from '@kompass/messaging';
import type { ProjectionAdmin } from '@kompass/read-store';

type ProjectionStatus = ReturnType<ProjectionAdmin['statuses']>[number];

/**
 * A projection is ready while what is appended is applied at once, by this process or by another. One that starts,
 * catches up, tries again or has halted is not: readers would see an old state. A rebuild goes on beside it.
 */
export function projectionPart({ state, problem, rebuilding }: ProjectionStatus): PartStatus {
  const rebuilt = rebuilding && `, being rebuilt (${rebuilding.events} of about ${rebuilding.total} events)`;
  return {
    ready: state === 'live' || state === 'standby',
    detail: `${state}${rebuilt ?? ''}${problem ? `: ${problem.message}` : ''}`,
  };
}

/**
 * What keeps relays and consumers from going on is named and takes nobody out of service: reads and commands need no
 * messages, and where Kafka is away all replicas would go at once.
 */
export function messagingPart(problems: readonly string[]): PartStatus {
  return { ready: true, ...(problems.length > 0 && { detail: problems.join('; ') }) };
}

/**
 * Parked messages are named and take nobody out of service: other keys go on, and another replica has parked the same.
 */
export async function parkedPart(consumers: Pick<Consumers, 'counts'>): Promise<PartStatus> {
  const parked = (await consumers.counts()).filter(({ keys }) => keys > 0);
  return { ready: true, detail: parked.map(parkedText).join('; ') || 'nothing' };
}

function parkedText({ group, keys, messages }: ParkedCount): string {
  const counted = (count: number, word: string) => `${count} ${word}${count === 1 ? '' : 's'}`;
  return `${group}: ${counted(messages, 'message')} of ${counted(keys, 'key')}`;
}
