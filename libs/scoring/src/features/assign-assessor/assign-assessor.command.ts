import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { AssessorDirectory } from '../../assessor-directory.adapter.js';
import type { AssignAssessor } from '../../domain/evaluation.commands.js';
import { Evaluations } from '../../evaluations.adapter.js';
import { EvaluationCommand } from '../evaluation.command.js';

export class AssignAssessorCommand extends EvaluationCommand<AssignAssessor> {}

/** Only an account with the role of an assessor is assigned: looked up before it decides. */
@CommandHandler(AssignAssessorCommand)
export class AssignAssessorHandler implements ICommandHandler<AssignAssessorCommand> {
  constructor(
    private readonly evaluations: Evaluations,
    private readonly assessors: AssessorDirectory,
  ) {}

  async execute({ id, command, context }: AssignAssessorCommand) {
    await this.assessors.hold(command.accountId);
    return this.evaluations.execute(id, command, context);
  }
}
