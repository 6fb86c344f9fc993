import type { Language, PartialDate, Passages } from '@kompass/kernel';
import type { AgreementRule, InstrumentRef } from './evaluation.events.js';

/** Points as they were entered, not yet tenths: `decide` refuses what has two decimals. */
type EnteredPoints = number;

interface ByAccount {
  /** The account that acts. Its system role was checked at the edge, its membership is checked here. */
  readonly by: string;
}

export interface OpenEvaluation {
  readonly type: 'OpenEvaluation';
  readonly municipality: string;
  readonly instrument: InstrumentRef;
  readonly evaluatedAt: PartialDate;
  readonly blind: boolean;
  readonly factCheck: boolean;
  readonly language: Language;
  readonly reportNumber?: string;
}

export interface AssignAssessor {
  readonly type: 'AssignAssessor';
  readonly accountId: string;
  readonly lead: boolean;
  readonly indicators?: readonly string[];
}

export interface ReleaseAssessor {
  readonly type: 'ReleaseAssessor';
  readonly accountId: string;
}

export interface ProposeScore extends ByAccount {
  readonly type: 'ProposeScore';
  readonly indicator: string;
  readonly points?: EnteredPoints;
  /** By criterion. */
  readonly levels?: Readonly<Record<string, number>>;
  readonly rationale?: Passages;
  readonly evidenceIds: readonly string[];
  /** Revision at which its author saw their own slot. */
  readonly basedOn?: number;
}

export interface AgreeScore extends ByAccount {
  readonly type: 'AgreeScore';
  readonly indicator: string;
  readonly points: EnteredPoints;
  readonly rationale?: Passages;
  /** Highest revision among all slots of the indicator, as its author saw them. */
  readonly basedOn?: number;
}

export interface AgreeArea extends ByAccount {
  readonly type: 'AgreeArea';
  readonly area: string;
  readonly rule: AgreementRule;
}

export interface FinaliseEvaluation extends ByAccount {
  readonly type: 'FinaliseEvaluation';
}

export interface ReopenEvaluation {
  readonly type: 'ReopenEvaluation';
  readonly reason: Passages;
}

/** An interview took place. */
export interface NoteInterview {
  readonly type: 'NoteInterview';
  readonly interviewId: string;
  readonly group: string;
  readonly areas: readonly string[];
  readonly heldAt: string;
  readonly heldRevision: number;
}

/** An interview that had been held did not take place after all. */
export interface StrikeInterview {
  readonly type: 'StrikeInterview';
  readonly interviewId: string;
  readonly cancelledRevision: number;
}

/** What the policy makes of scheduling's messages: never refused, whatever the course. */
export type InterviewCommand = NoteInterview | StrikeInterview;

export type EvaluationCommand =
  | OpenEvaluation
  | AssignAssessor
  | ReleaseAssessor
  | ProposeScore
  | AgreeScore
  | AgreeArea
  | FinaliseEvaluation
  | ReopenEvaluation
  | InterviewCommand;
