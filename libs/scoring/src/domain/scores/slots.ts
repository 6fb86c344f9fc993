import type { Levels, Warning } from '@kompass/instrument';
import { own, unreachable, type Passages, type Recorded, type Tenths } from '@kompass/kernel';
import type { Evaluation } from '../evaluation.js';
import { isRevealed } from '../rounds/round.js';
import { slot, type Named, type Slot } from '../slot.js';
import type { AgreementRule, ScoreEvent } from './scores.events.js';

export interface Proposal {
  readonly points: Tenths;
  readonly levels?: Levels;
  readonly rationale: Passages;
  readonly evidenceIds: readonly string[];
  readonly warnings: readonly Warning[];
  /** Made when its author could see what the others had proposed; never where an evaluation is not blind. */
  readonly afterReveal?: true;
}

export interface Agreement {
  readonly points: Tenths;
  readonly rationale?: Passages;
  readonly rule?: AgreementRule;
  /** The remark that led to it. */
  readonly remarkId?: string;
}

/** Everything that was said of one indicator. */
export interface IndicatorSlots {
  /** Where the indicator stands in the instrument; absent while nothing was said. */
  readonly place?: { readonly area: string; readonly question: string };
  /** By account. */
  readonly proposals: Readonly<Record<string, Slot<Proposal>>>;
  readonly agreement?: Slot<Agreement>;
}

const silent: IndicatorSlots = { proposals: {} };

/** What was said of an indicator so far. */
export function slotsOf(state: Evaluation, indicator: string): IndicatorSlots {
  return own(state.indicators, indicator) ?? silent;
}

/** A slot of an indicator with its name: `proposal/<indicator>/<account>` or `agreement/<indicator>`. */
export type NamedSlot = Named<Proposal | Agreement>;

/** The slots of an indicator by name. */
export function namedSlots(
  indicator: string,
  proposals: IndicatorSlots['proposals'],
  agreement?: IndicatorSlots['agreement'],
): readonly NamedSlot[] {
  const named = Object.entries(proposals).map(([account, slot]) => ({
    slot: `proposal/${indicator}/${account}`,
    ...slot,
  }));
  return agreement ? [...named, { slot: `agreement/${indicator}`, ...agreement }] : named;
}

/** Folds what was proposed and agreed. */
export function evolveScores(state: Evaluation, event: Recorded<ScoreEvent>): Evaluation {
  switch (event.type) {
    case 'ScoreProposed': {
      const { area, question, indicator, assessor, ...proposed } = event.data;
      const afterReveal = state.opened?.blind && isRevealed(state, area);
      const value: Proposal = afterReveal ? { ...proposed, afterReveal } : proposed;
      const slots = slotsOf(state, indicator);
      const proposals = { ...slots.proposals, [assessor]: slot(value, event) };
      return withSlots(state, indicator, { ...slots, place: { area, question }, proposals });
    }
    case 'ScoreAgreed': {
      const { area, question, indicator, points, rationale, rule } = event.data;
      const value = { points, ...(rationale ? { rationale } : {}), ...(rule ? { rule } : {}) };
      const slots = slotsOf(state, indicator);
      return withSlots(state, indicator, {
        ...slots,
        place: { area, question },
        agreement: slot(value, event),
      });
    }
    case 'ScoreRevised': {
      const { area, question, indicator, standsOn: _standsOn, ...value } = event.data;
      const slots = slotsOf(state, indicator);
      const place = { area, question };
      return withSlots(state, indicator, { ...slots, place, agreement: slot(value, event) });
    }
    default:
      return unreachable(event);
  }
}

function withSlots(state: Evaluation, indicator: string, slots: IndicatorSlots): Evaluation {
  return { ...state, indicators: { ...state.indicators, [indicator]: slots } };
}
