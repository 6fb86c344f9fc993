import { z } from 'zod';
import { id, period } from './fields.js';

/** Compacted reference data of people; the key is the account id. */
export const peopleMessages = {
  PersonChanged: z
    .object({
      name: z.string().min(1),
      email: z.email().optional(),
      roles: z.array(z.string().min(1)),
      /** Id of the municipality the account is bound to. */
      municipality: id.optional(),
      /** When the person held the assessor's certificate. */
      certificates: z.array(z.object(period)),
    })
    .nullable()
    .describe('An account as it is now; `null` is a tombstone: the person has been erased.'),
};
