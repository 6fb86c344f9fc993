import type { Localised, Tenths } from '@kompass/kernel';
import municipalityFile from '../data/municipalities.json' with { type: 'json' };
import interviewsFile from '../data/roros-2017-interviews.json' with { type: 'json' };
import scoresFile from '../data/roros-2017-scores.json' with { type: 'json' };
import scoringFile from '../data/roros-2017-scoring.json' with { type: 'json' };

interface MunicipalityRecord {
  readonly id: string;
  readonly country: 'NO' | 'SE';
  readonly names: Localised<string>;
  readonly numbers: readonly { readonly number: string; readonly from?: string; readonly to?: string }[];
  /** Population group, `null` where none is known. */
  readonly group: string | null;
  readonly successors?: readonly { readonly id: string; readonly from: string }[];
}

/** Who proposed, as the file names them. */
export type AssessorKey = 'assessor-a' | 'assessor-b';

export interface IndicatorRecord {
  readonly id: string;
  readonly proposals: Readonly<
    Record<
      AssessorKey,
      {
        readonly tenths: Tenths;
        readonly levels: Readonly<Record<string, number>>;
        readonly rationale: Localised<string>;
      }
    >
  >;
  /** With a rationale where the assessors had to talk: where they differed, and after a remark. */
  readonly agreed: { readonly tenths: Tenths; readonly rationale?: Localised<string> };
}

interface Appointment {
  readonly start: string;
  readonly end: string;
  readonly room: string;
  readonly assessors: readonly AssessorKey[];
}

/** What happened to an interview, or did not: a booking is refused while another interview stands in its way. */
export type InterviewStep = { readonly at: string; readonly interview: string; readonly by: AssessorKey } & (
  | (Appointment & { readonly type: 'booked' })
  | (Appointment & { readonly type: 'refused'; readonly clashesWith: string })
  | (Appointment & { readonly type: 'moved'; readonly reason: Localised<string> })
  | { readonly type: 'held' }
);

interface InterviewRecord {
  readonly id: string;
  readonly group: string;
  readonly title: Localised<string>;
  readonly participants: number;
  readonly areas: readonly string[];
}

export const interviewPlan = interviewsFile.plan;

/** How many there are of each group. */
export const people: Readonly<Record<string, number>> = interviewsFile.people;

/** When those groups are free that have told. */
export const availability = interviewsFile.availability;

export const interviews = interviewsFile.interviews as readonly InterviewRecord[];

/** In the order in which it happened. */
export const interviewHistory = interviewsFile.history as readonly InterviewStep[];

export const municipalities = municipalityFile.municipalities as readonly MunicipalityRecord[];

export const indicators = scoringFile.indicators as readonly IndicatorRecord[];

/** Røros 2013, known by areas only; tenths. */
export const roros2013 = scoresFile.evaluations[0] as {
  readonly id: string;
  readonly version: string;
  readonly evaluatedAt: string;
  readonly areas: Readonly<Record<string, Tenths>>;
  readonly printedTotal: number;
};
