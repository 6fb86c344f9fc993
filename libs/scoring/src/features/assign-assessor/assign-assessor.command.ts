import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { AssignAssessor } from '../../domain/evaluation.commands.js';
import { Evaluations } from '../../evaluations.adapter.js';
import { EvaluationCommand } from '../evaluation.command.js';

export class AssignAssessorCommand extends EvaluationCommand<AssignAssessor> {}

@CommandHandler(AssignAssessorCommand)
export class AssignAssessorHandler implements ICommandHandler<AssignAssessorCommand> {
  constructor(private readonly evaluations: Evaluations) {}

  execute({ id, command, context }: AssignAssessorCommand) {
    return this.evaluations.execute(id, command, context);
  }
}
