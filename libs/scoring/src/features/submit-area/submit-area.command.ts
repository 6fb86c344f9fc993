import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { SubmitArea } from '../../domain/evaluation.commands.js';
import { Evaluations } from '../../evaluations.adapter.js';
import { EvaluationCommand } from '../evaluation.command.js';

export class SubmitAreaCommand extends EvaluationCommand<SubmitArea> {}

@CommandHandler(SubmitAreaCommand)
export class SubmitAreaHandler implements ICommandHandler<SubmitAreaCommand> {
  constructor(private readonly evaluations: Evaluations) {}

  execute({ id, command, context }: SubmitAreaCommand) {
    return this.evaluations.execute(id, command, context);
  }
}
