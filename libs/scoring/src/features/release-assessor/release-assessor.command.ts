import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { ReleaseAssessor } from '../../domain/evaluation.commands.js';
import { Evaluations } from '../../evaluations.adapter.js';
import { EvaluationCommand } from '../evaluation.command.js';

export class ReleaseAssessorCommand extends EvaluationCommand<ReleaseAssessor> {}

@CommandHandler(ReleaseAssessorCommand)
export class ReleaseAssessorHandler implements ICommandHandler<ReleaseAssessorCommand> {
  constructor(private readonly evaluations: Evaluations) {}

  execute({ id, command, context }: ReleaseAssessorCommand) {
    return this.evaluations.execute(id, command, context);
  }
}
