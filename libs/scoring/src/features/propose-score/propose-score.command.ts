import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { ProposeScore } from '../../domain/evaluation.commands.js';
import { Evaluations } from '../../evaluations.adapter.js';
import { EvaluationCommand } from '../evaluation.command.js';

export class ProposeScoreCommand extends EvaluationCommand<ProposeScore> {}

@CommandHandler(ProposeScoreCommand)
export class ProposeScoreHandler implements ICommandHandler<ProposeScoreCommand> {
  constructor(private readonly evaluations: Evaluations) {}

  execute({ id, command, context }: ProposeScoreCommand) {
    return this.evaluations.execute(id, command, context);
  }
}
