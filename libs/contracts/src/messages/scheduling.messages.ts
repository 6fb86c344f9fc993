import { z } from 'zod';
import { id } from './fields.js';

/** What scheduling tells; the key is the evaluation's id, the version its schedule's revision. */
export const schedulingMessages = {
  InterviewHeld: z
    .object({
      interviewId: id,
      group: id.describe('Key of the group of people, in the instrument or the plan.'),
      areas: z.array(id).min(1).describe('Areas of the instrument that it covers.'),
      heldAt: z.iso.datetime(),
      participants: z.int().positive().describe('How many people took part.'),
    })
    .describe('An interview took place.'),
  InterviewCancelled: z
    .object({ interviewId: id })
    .describe('One that had been told of as held did not take place after all.'),
};
