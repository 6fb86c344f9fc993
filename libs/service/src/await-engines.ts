import { reachPostgres } from '@kompass/embedded';
import { backOff, EsdbEventLog } from '@kompass/event-store';

/** Waiting time between two looks at an engine that does not answer. */
const waits = { firstMs: 200, mostMs: 5_000 };

export interface EngineUrls {
  readonly postgresUrl: string;
  /** Absent for a process without a log. */
  readonly eventStoreUrl?: string | undefined;
}

/**
 * Waits until what a service keeps its data in answers, however long that takes, so that services and engines may be
 * started in any order; says what it waits for. Kafka is waited for by the bus, while the service answers already.
 *
 * @param told ends the waiting
 */
export async function awaitEngines(
  { postgresUrl, eventStoreUrl }: EngineUrls,
  log: (message: string) => void,
  told: AbortSignal,
): Promise<void> {
  await answering(() => reachPostgres(postgresUrl), log, told);
  if (eventStoreUrl !== undefined) await answering(() => reachEventStore(eventStoreUrl), log, told);
}

async function answering(
  reach: () => Promise<void>,
  log: (message: string) => void,
  told: AbortSignal,
): Promise<void> {
  let said: string | undefined;
  for (let failures = 1; !told.aborted; failures += 1) {
    try {
      return await reach();
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      if (reason !== said) log(`waiting: ${reason}`);
      said = reason;
      await backOff(waits, failures, told);
    }
  }
}

async function reachEventStore(url: string): Promise<void> {
  const log = new EsdbEventLog({ url });
  try {
    await log.head();
  } catch {
    const { host } = new URL(url);
    throw new Error(`no event store answers at ${host}: see KOMPASS_EVENTSTORE_URL`);
  } finally {
    await log.dispose();
  }
}
