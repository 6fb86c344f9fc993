import { createHash } from 'node:crypto';
import { encodeMessage, integrationEvent, type IntegrationEvent } from '@kompass/contracts';
import type { TestDatabase } from '@kompass/testing';

/** The consumer in whose name messages are parked. */
export const group = 'reporting.record-finalised-evaluation';

/** A message that reporting can handle, of a key that nobody else uses: nothing follows from it. */
export function harmless(key: string, version = 0): IntegrationEvent {
  const time = '2017-09-14T10:00:00.000Z';
  const envelope = { key, version, time, correlationId: 'parked', causationId: 'parked' };
  return integrationEvent('AssessorReleased', envelope, { assessors: [] });
}

/** Parks messages as if they had failed; answers the id of the first. */
export async function park(
  { pool }: TestDatabase,
  messages: readonly IntegrationEvent[],
  consumer = group,
): Promise<string> {
  const [context = ''] = consumer.split('.');
  const ids: string[] = [];
  for (const { topic, key, type, id, ...rest } of messages) {
    const bytes = encodeMessage({ topic, key, type, id, ...rest } as IntegrationEvent);
    const digest = createHash('sha256').update(bytes).digest('hex');
    const { rows } = await pool.query<{ id: string }>(
      `INSERT INTO "${context}".parked_message
         (consumer, topic, key, digest, bytes, type, message_id, attempts, problem)
       VALUES ($1, $2, $3, $4, $5, $6, $7, 1, 'a defect that is mended') RETURNING id`,
      [consumer, topic, key, digest, Buffer.from(bytes), type, id],
    );
    ids.push(`${context}.${rows[0]!.id}`);
  }
  return ids[0]!;
}
