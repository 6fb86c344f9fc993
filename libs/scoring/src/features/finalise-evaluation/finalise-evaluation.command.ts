import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { FinaliseEvaluation } from '../../domain/evaluation.commands.js';
import { Evaluations } from '../../evaluations.adapter.js';
import { EvaluationCommand } from '../evaluation.command.js';

export class FinaliseEvaluationCommand extends EvaluationCommand<FinaliseEvaluation> {}

@CommandHandler(FinaliseEvaluationCommand)
export class FinaliseEvaluationHandler implements ICommandHandler<FinaliseEvaluationCommand> {
  constructor(private readonly evaluations: Evaluations) {}

  execute({ id, command, context }: FinaliseEvaluationCommand) {
    return this.evaluations.execute(id, command, context);
  }
}
