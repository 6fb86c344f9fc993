import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { AgreeScore } from '../../domain/evaluation.commands.js';
import { Evaluations } from '../../evaluations.adapter.js';
import { EvaluationCommand } from '../evaluation.command.js';

export class AgreeScoreCommand extends EvaluationCommand<AgreeScore> {}

@CommandHandler(AgreeScoreCommand)
export class AgreeScoreHandler implements ICommandHandler<AgreeScoreCommand> {
  constructor(private readonly evaluations: Evaluations) {}

  execute({ id, command, context }: AgreeScoreCommand) {
    return this.evaluations.execute(id, command, context);
  }
}
