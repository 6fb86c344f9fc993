import type { Language, PartialDate } from '@kompass/kernel';
import type { InstrumentRef } from './opening.events.js';

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

export type OpeningCommand = OpenEvaluation | AssignAssessor | ReleaseAssessor;
