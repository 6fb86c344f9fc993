import type { Levels, Warning } from '@kompass/instrument';
import { own, unreachable, type Passages, type Recorded, type Tenths } from '@kompass/kernel';
import type {
  AgreementRule,
  EvaluationEvent,
  EvaluationOpened,
  InterviewNoted,
} from './evaluation.events.js';

/** A value that somebody set, and where: `revision` is what `basedOn` refers to. */
export interface Slot<Value> {
  readonly value: Value;
  readonly revision: number;
  readonly at: string;
  readonly by: string;
}

export interface Proposal {
  readonly points: Tenths;
  readonly levels?: Levels;
  readonly rationale: Passages;
  readonly evidenceIds: readonly string[];
  readonly warnings: readonly Warning[];
}

export interface Agreement {
  readonly points: Tenths;
  readonly rationale?: Passages;
  readonly rule?: AgreementRule;
}

/** Everything that was said of one indicator. */
export interface IndicatorSlots {
  /** Where the indicator stands in the instrument; absent while nothing was said. */
  readonly place?: { readonly area: string; readonly question: string };
  /** By account. */
  readonly proposals: Readonly<Record<string, Slot<Proposal>>>;
  readonly agreement?: Slot<Agreement>;
}

export interface Membership {
  readonly lead: boolean;
  readonly indicators?: readonly string[];
}

/** An interview as scheduling last told of it. */
export interface Interview {
  /** Of the schedule: what is told of an earlier one is stale. */
  readonly scheduleRevision: number;
  /** Absent where it did not take place after all. */
  readonly held?: Slot<Pick<InterviewNoted['data'], 'group' | 'areas' | 'heldAt'>>;
}

/** Where an evaluation is in its course. */
export type Status = 'unopened' | 'open' | 'finalised';

export interface Evaluation {
  readonly status: Status;
  readonly opened?: EvaluationOpened['data'];
  /** The edition being worked on, or the one finalised; 1 until the first reopening. */
  readonly edition: number;
  /** The last edition that was finalised, 0 while there is none. */
  readonly finalisedEdition: number;
  /** Assigned now, by account. */
  readonly assessors: Readonly<Record<string, Membership>>;
  /** By indicator; nothing for one of which nothing was said. */
  readonly indicators: Readonly<Record<string, IndicatorSlots>>;
  /** By their id in scheduling. */
  readonly interviews: Readonly<Record<string, Interview>>;
}

export const unopened: Evaluation = {
  status: 'unopened',
  edition: 0,
  finalisedEdition: 0,
  assessors: {},
  indicators: {},
  interviews: {},
};

const silent: IndicatorSlots = { proposals: {} };

/** What was said of an indicator so far. */
export function slotsOf(state: Evaluation, indicator: string): IndicatorSlots {
  return own(state.indicators, indicator) ?? silent;
}

/** A slot with its name: `proposal/<indicator>/<account>` or `agreement/<indicator>`. */
export type NamedSlot = Slot<Proposal | Agreement> & { readonly slot: string };

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

/** Folds one event; never refuses. */
export function evolve(state: Evaluation, event: Recorded<EvaluationEvent>): Evaluation {
  switch (event.type) {
    case 'EvaluationOpened':
      return { ...state, status: 'open', opened: event.data, edition: 1 };
    case 'AssessorAssigned': {
      const { accountId, lead, indicators } = event.data;
      const membership: Membership = { lead, ...(indicators ? { indicators } : {}) };
      return { ...state, assessors: { ...state.assessors, [accountId]: membership } };
    }
    case 'AssessorReleased': {
      const { [event.data.accountId]: _released, ...assessors } = state.assessors;
      return { ...state, assessors };
    }
    case 'ScoreProposed': {
      const { area, question, indicator, assessor, ...value } = event.data;
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
    case 'EvaluationFinalised':
      return { ...state, status: 'finalised', finalisedEdition: event.data.edition };
    case 'EvaluationReopened':
      return { ...state, status: 'open', edition: event.data.edition };
    case 'InterviewNoted': {
      const { interviewId, heldRevision, ...held } = event.data;
      return withInterview(state, interviewId, { scheduleRevision: heldRevision, held: slot(held, event) });
    }
    case 'InterviewStruck': {
      const { interviewId, cancelledRevision } = event.data;
      return withInterview(state, interviewId, { scheduleRevision: cancelledRevision });
    }
    default:
      return unreachable(event);
  }
}

function slot<Value>(value: Value, { meta }: Recorded<EvaluationEvent>): Slot<Value> {
  return { value, revision: meta.revision, at: meta.at, by: meta.actor };
}

function withSlots(state: Evaluation, indicator: string, slots: IndicatorSlots): Evaluation {
  return { ...state, indicators: { ...state.indicators, [indicator]: slots } };
}

function withInterview(state: Evaluation, id: string, interview: Interview): Evaluation {
  return { ...state, interviews: { ...state.interviews, [id]: interview } };
}
