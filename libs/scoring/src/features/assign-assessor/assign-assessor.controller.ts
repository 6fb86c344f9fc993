import { Controller } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { routes, type AnswerOf, type InputOf } from '@kompass/contracts';
import type { CommandContext } from '@kompass/event-store';
import { changed, Command, Endpoint, Input } from '@kompass/http';
import { AssignAssessorCommand } from './assign-assessor.command.js';

@Controller()
export class AssignAssessorController {
  constructor(private readonly bus: CommandBus) {}

  @Endpoint(routes.assignAssessor)
  async assign(
    @Input() { params, body }: InputOf<typeof routes.assignAssessor>,
    @Command() context: CommandContext,
  ): Promise<AnswerOf<typeof routes.assignAssessor>> {
    const command = { type: 'AssignAssessor', ...body } as const;
    return changed(await this.bus.execute(new AssignAssessorCommand(params.id, command, context)));
  }
}
