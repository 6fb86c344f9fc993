import { z } from 'zod';
import { id } from './fields.js';

/** What scheduling tells; the key is the evaluation's id, the version its schedule's revision. */
export const schedulingMessages = {
  /** An interview took place. */
  InterviewHeld: z.object({
    interviewId: id,
    /** Key of the group of people, in the instrument or the plan. */
    group: id,
    /** Areas of the instrument that it covers. */
    areas: z.array(id).min(1),
    heldAt: z.iso.datetime(),
    /** How many people took part. */
    participants: z.int().positive(),
  }),
  /** One that had been told of as held did not take place after all. */
  InterviewCancelled: z.object({ interviewId: id }),
};
