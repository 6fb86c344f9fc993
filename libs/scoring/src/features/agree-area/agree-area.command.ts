import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { AgreeArea } from '../../domain/evaluation.commands.js';
import { Evaluations } from '../../evaluations.adapter.js';
import { EvaluationCommand } from '../evaluation.command.js';

export class AgreeAreaCommand extends EvaluationCommand<AgreeArea> {}

@CommandHandler(AgreeAreaCommand)
export class AgreeAreaHandler implements ICommandHandler<AgreeAreaCommand> {
  constructor(private readonly evaluations: Evaluations) {}

  execute({ id, command, context }: AgreeAreaCommand) {
    return this.evaluations.execute(id, command, context);
  }
}
