import type { Levels, Warning } from '@kompass/instrument';
import type { DomainEvent, Passages, Tenths } from '@kompass/kernel';
import { concern, type TypesOf } from '../concern.js';

export type ScoreProposed = DomainEvent<
  'ScoreProposed',
  {
    readonly area: string;
    readonly question: string;
    readonly indicator: string;
    readonly assessor: string;
    readonly points: Tenths;
    /** By criterion, 0 to 4; absent where only points were given. */
    readonly levels?: Levels;
    readonly rationale: Passages;
    readonly evidenceIds: readonly string[];
    /** What is odd about it; changes nothing. */
    readonly warnings: readonly Warning[];
  }
>;

/** Named rules that agree on many indicators in one go: all proposals equal, or close enough for their mean. */
export type AgreementRule = 'equal' | 'within';

export type ScoreAgreed = DomainEvent<
  'ScoreAgreed',
  {
    readonly area: string;
    readonly question: string;
    readonly indicator: string;
    readonly points: Tenths;
    readonly rationale?: Passages;
    /** Where a rule agreed and not a person's own judgement. */
    readonly rule?: AgreementRule;
    /** Revisions of the proposals it stands on: by reference, so that an agreement gives nobody's own score away. */
    readonly standsOn: readonly number[];
  }
>;

/** Agreed anew because of a remark on the draft. */
export type ScoreRevised = DomainEvent<
  'ScoreRevised',
  Omit<ScoreAgreed['data'], 'rule'> & {
    /** The remark that led to it. */
    readonly remarkId: string;
  }
>;

export type ScoreEvent = ScoreProposed | ScoreAgreed | ScoreRevised;

export const scoreTypes: TypesOf<ScoreEvent> = {
  ScoreProposed: true,
  ScoreAgreed: true,
  ScoreRevised: true,
};

export const isScoreEvent = concern<ScoreEvent>(scoreTypes);
