import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { WithdrawDraft } from '../../domain/evaluation.commands.js';
import { Evaluations } from '../../evaluations.adapter.js';
import { EvaluationCommand } from '../evaluation.command.js';

export class WithdrawDraftCommand extends EvaluationCommand<WithdrawDraft> {}

@CommandHandler(WithdrawDraftCommand)
export class WithdrawDraftHandler implements ICommandHandler<WithdrawDraftCommand> {
  constructor(private readonly evaluations: Evaluations) {}

  execute({ id, command, context }: WithdrawDraftCommand) {
    return this.evaluations.execute(id, command, context);
  }
}
