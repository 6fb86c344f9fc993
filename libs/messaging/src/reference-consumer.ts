import { describeMessage, type IntegrationEvent } from '@kompass/contracts';
import type { Subscription } from './message-bus.port.js';
import { referenceKinds, type ReferenceKind } from './reference-kinds.js';
import type { ReferenceTable } from './reference-table.js';

/** The consumer that keeps a context's reference tables. */
export function referenceSubscription(
  context: string,
  tables: readonly ReferenceTable<ReferenceKind>[],
): Subscription {
  const byType = new Map<string, ReferenceTable<ReferenceKind>>(
    tables.map((table) => [referenceKinds[table.kind], table]),
  );
  return {
    group: `${context}.reference`,
    topics: [...new Set([...byType.keys()].map((type) => describeMessage(type)!.topic))],
    handle: async (message: IntegrationEvent) => byType.get(message.type)?.keep(message),
  };
}
