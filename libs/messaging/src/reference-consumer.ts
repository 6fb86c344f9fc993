import { describeMessage, type IntegrationEvent } from '@kompass/contracts';
import type { Subscription } from './message-bus.port.js';
import { referenceKinds, type ReferenceKind } from './reference-kinds.js';
import type { ReferenceTable } from './reference-table.js';

/** The consumer that keeps a context's reference tables. */
export function referenceSubscription(
  context: string,
  tables: readonly ReferenceTable<ReferenceKind>[],
): Subscription {
  const typeOf = ({ kind }: ReferenceTable<ReferenceKind>): string => referenceKinds[kind];
  const handleAll = async (messages: readonly IntegrationEvent[]): Promise<void> => {
    for (const table of tables) {
      const told = messages.filter(({ type }) => type === typeOf(table));
      if (told.length > 0) await table.keep(told);
    }
  };
  return {
    group: `${context}.reference`,
    topics: [...new Set(tables.map((table) => describeMessage(typeOf(table))!.topic))],
    handle: (message: IntegrationEvent) => handleAll([message]),
    handleAll,
  };
}
