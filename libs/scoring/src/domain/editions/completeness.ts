import { indexOf, type Instrument } from '@kompass/instrument';
import { Rejected } from '@kompass/kernel';
import type { Evaluation } from '../evaluation.js';
import { uncoveredAreas } from '../interviews/interviews.js';
import { slotsOf } from '../scores/slots.js';

/** @throws Rejected `incomplete`, with all that is missing before a draft can be issued or an edition finalised */
export function demandComplete(state: Evaluation, instrument: Instrument): void {
  const unagreed = [...indexOf(instrument).indicators.keys()].filter((id) => !slotsOf(state, id).agreement);
  const uncovered = uncoveredAreas(state, instrument);
  const errors = [
    ...unagreed.map((id) => ({ field: `agreement/${id}`, rule: 'required' })),
    ...uncovered.map(({ id, has, wants }) => ({
      field: `coverage/${id}`,
      rule: 'interviews-required',
      has,
      wants,
    })),
  ];
  if (errors.length > 0)
    throw new Rejected('incomplete', { indicators: unagreed.length, areas: uncovered.length, errors });
}
