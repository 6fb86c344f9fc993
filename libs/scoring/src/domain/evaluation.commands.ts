import type { EditionCommand } from './editions/editions.commands.js';
import type { ErasePassage } from './erasure/erasure.commands.js';
import type { FactCheckCommand } from './fact-check/fact-check.commands.js';
import type { InterviewCommand } from './interviews/interviews.commands.js';
import type { OpeningCommand } from './opening/opening.commands.js';
import type { RoundCommand } from './rounds/rounds.commands.js';
import type { ScoreCommand } from './scores/scores.commands.js';

export type * from './editions/editions.commands.js';
export type * from './erasure/erasure.commands.js';
export type * from './fact-check/fact-check.commands.js';
export type * from './interviews/interviews.commands.js';
export type * from './opening/opening.commands.js';
export type * from './rounds/rounds.commands.js';
export type * from './scores/scores.commands.js';

/** What can be wanted of an evaluation, concern by concern. */
export type EvaluationCommand =
  | OpeningCommand
  | RoundCommand
  | ScoreCommand
  | EditionCommand
  | FactCheckCommand
  | ErasePassage
  | InterviewCommand;
