import type { ReadStore } from '@kompass/read-store';
import type { Appointment, Who } from '../../domain/appointment.js';
import type { About } from '../../domain/schedule.events.js';
import { scheduleProjection } from '../schedule/schedule.projection.js';
import { interviewProjection } from './interview.projection.js';

/**
 * The assessors and the room of an appointment that interviews of *other* evaluations take at its time; a room is the
 * same where its id and the municipality are. Which evaluations is not told: the reader may not know of them.
 */
export async function takenElsewhere(
  store: ReadStore,
  { evaluation, municipality }: Pick<About, 'evaluation' | 'municipality'>,
  { start, end, assessors, room }: Appointment,
): Promise<readonly Who[]> {
  const others = await store.select(
    interviewProjection,
    `evaluation_id <> $1 AND status <> 'cancelled' AND start_at < $2 AND end_at > $3
     AND (assessors ?| $4::text[] OR room = $5)`,
    [evaluation, end, start, assessors, room],
  );
  const sameRoom = others.filter((other) => other.room === room).map(({ evaluation_id }) => evaluation_id);
  const neighbours =
    sameRoom.length === 0
      ? []
      : await store.select(
          scheduleProjection,
          `evaluation_id = ANY ($1) AND about->>'municipality' = $2`,
          [sameRoom, municipality],
          { limit: 1 },
        );
  return [
    ...assessors
      .filter((account) => others.some((other) => other.assessors.includes(account)))
      .map((account) => `assessor:${account}`),
    ...(neighbours.length > 0 ? [`room:${room}`] : []),
  ];
}
