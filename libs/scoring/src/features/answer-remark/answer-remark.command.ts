import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { AnswerRemark } from '../../domain/evaluation.commands.js';
import { Evaluations } from '../../evaluations.adapter.js';
import { EvaluationCommand } from '../evaluation.command.js';

export class AnswerRemarkCommand extends EvaluationCommand<AnswerRemark> {}

@CommandHandler(AnswerRemarkCommand)
export class AnswerRemarkHandler implements ICommandHandler<AnswerRemarkCommand> {
  constructor(private readonly evaluations: Evaluations) {}

  execute({ id, command, context }: AnswerRemarkCommand) {
    return this.evaluations.execute(id, command, context);
  }
}
