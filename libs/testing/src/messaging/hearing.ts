import { decodeMessage, type IntegrationEvent, type Topic } from '@kompass/contracts';

/** A group of consumers, as a bus takes it, that only listens: messages come as they are delivered, one by one. */
export function hearing<T extends Topic>(
  group: string,
  topics: readonly T[],
  hear: (message: IntegrationEvent<T>) => unknown,
) {
  return {
    group,
    topics,
    deliver: async (batch: readonly { readonly bytes: Uint8Array }[]): Promise<void> => {
      for (const { bytes } of batch) await hear(decodeMessage(bytes) as IntegrationEvent<T>);
    },
    problems: () => [],
  };
}
