import type { EditionCommand } from './editions/editions.commands.js';
import type { InterviewCommand } from './interviews/interviews.commands.js';
import type { OpeningCommand } from './opening/opening.commands.js';
import type { ScoreCommand } from './scores/scores.commands.js';

export type * from './editions/editions.commands.js';
export type * from './interviews/interviews.commands.js';
export type * from './opening/opening.commands.js';
export type * from './scores/scores.commands.js';

/** What can be wanted of an evaluation, concern by concern. */
export type EvaluationCommand = OpeningCommand | ScoreCommand | EditionCommand | InterviewCommand;
