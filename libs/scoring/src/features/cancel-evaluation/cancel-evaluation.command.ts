import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { CancelEvaluation } from '../../domain/evaluation.commands.js';
import { Evaluations } from '../../evaluations.adapter.js';
import { EvaluationCommand } from '../evaluation.command.js';

export class CancelEvaluationCommand extends EvaluationCommand<CancelEvaluation> {}

@CommandHandler(CancelEvaluationCommand)
export class CancelEvaluationHandler implements ICommandHandler<CancelEvaluationCommand> {
  constructor(private readonly evaluations: Evaluations) {}

  execute({ id, command, context }: CancelEvaluationCommand) {
    return this.evaluations.execute(id, command, context);
  }
}
