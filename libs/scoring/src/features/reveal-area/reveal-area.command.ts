import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { RevealArea } from '../../domain/evaluation.commands.js';
import { Evaluations } from '../../evaluations.adapter.js';
import { EvaluationCommand } from '../evaluation.command.js';

export class RevealAreaCommand extends EvaluationCommand<RevealArea> {}

@CommandHandler(RevealAreaCommand)
export class RevealAreaHandler implements ICommandHandler<RevealAreaCommand> {
  constructor(private readonly evaluations: Evaluations) {}

  execute({ id, command, context }: RevealAreaCommand) {
    return this.evaluations.execute(id, command, context);
  }
}
