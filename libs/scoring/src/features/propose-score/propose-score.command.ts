import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { plainText, type Localised, type Unsealed } from '@kompass/kernel';
import type { ProposeScore } from '../../domain/evaluation.commands.js';
import { Evaluations } from '../../evaluations.adapter.js';
import { EvaluationCommand } from '../evaluation.command.js';

/** A proposal as it was entered: its rationale in plain words. */
export type EnteredProposal = Omit<ProposeScore, 'type' | 'by' | 'rationale'> & {
  readonly rationale?: Localised<string>;
};

export function proposeScore(by: string, { rationale, ...entered }: EnteredProposal): Unsealed<ProposeScore> {
  return { type: 'ProposeScore', by, ...entered, ...(rationale ? { rationale: plainText(rationale) } : {}) };
}

export class ProposeScoreCommand extends EvaluationCommand<ProposeScore> {}

@CommandHandler(ProposeScoreCommand)
export class ProposeScoreHandler implements ICommandHandler<ProposeScoreCommand> {
  constructor(private readonly evaluations: Evaluations) {}

  execute({ id, command, context }: ProposeScoreCommand) {
    return this.evaluations.execute(id, command, context);
  }
}
