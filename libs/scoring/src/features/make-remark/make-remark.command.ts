import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { MakeRemark } from '../../domain/evaluation.commands.js';
import { Evaluations } from '../../evaluations.adapter.js';
import { EvaluationCommand } from '../evaluation.command.js';

export class MakeRemarkCommand extends EvaluationCommand<MakeRemark> {}

@CommandHandler(MakeRemarkCommand)
export class MakeRemarkHandler implements ICommandHandler<MakeRemarkCommand> {
  constructor(private readonly evaluations: Evaluations) {}

  execute({ id, command, context }: MakeRemarkCommand) {
    return this.evaluations.execute(id, command, context);
  }
}
