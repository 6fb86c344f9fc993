import { streamName } from '@kompass/event-store';
import { Rejected } from '@kompass/kernel';
import type { ReadStore } from '@kompass/read-store';
import { interviewProjection, type InterviewRow } from './interview.projection.js';

/** The interviews of an evaluation in the order of their time, and the revision of the schedule they are shown at. */
export interface InterviewsAt {
  readonly rows: readonly InterviewRow[];
  readonly revision: number;
}

/** @throws Rejected `evaluation-unknown` where the view has seen nothing of the schedule */
export async function interviewsOf(store: ReadStore, id: string): Promise<InterviewsAt> {
  const { rows, revision } = await store.snapshot(async (views) => ({
    rows: await views.select(interviewProjection, 'evaluation_id = $1', [id], {
      orderBy: 'start_at, interview_id',
    }),
    revision: await views.seen(interviewProjection, streamName('schedule', id)),
  }));
  if (revision === undefined) throw new Rejected('evaluation-unknown');
  return { rows, revision };
}
