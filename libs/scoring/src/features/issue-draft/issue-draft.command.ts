import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { IssueDraft } from '../../domain/evaluation.commands.js';
import { Evaluations } from '../../evaluations.adapter.js';
import { EvaluationCommand } from '../evaluation.command.js';

export class IssueDraftCommand extends EvaluationCommand<IssueDraft> {}

@CommandHandler(IssueDraftCommand)
export class IssueDraftHandler implements ICommandHandler<IssueDraftCommand> {
  constructor(private readonly evaluations: Evaluations) {}

  execute({ id, command, context }: IssueDraftCommand) {
    return this.evaluations.execute(id, command, context);
  }
}
