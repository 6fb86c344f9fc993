import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { ReopenEvaluation } from '../../domain/evaluation.commands.js';
import { Evaluations } from '../../evaluations.adapter.js';
import { EvaluationCommand } from '../evaluation.command.js';

export class ReopenEvaluationCommand extends EvaluationCommand<ReopenEvaluation> {}

@CommandHandler(ReopenEvaluationCommand)
export class ReopenEvaluationHandler implements ICommandHandler<ReopenEvaluationCommand> {
  constructor(private readonly evaluations: Evaluations) {}

  execute({ id, command, context }: ReopenEvaluationCommand) {
    return this.evaluations.execute(id, command, context);
  }
}
