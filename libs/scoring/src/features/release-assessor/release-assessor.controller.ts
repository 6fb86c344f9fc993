import { Controller } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { routes, type AnswerOf, type InputOf } from '@kompass/contracts';
import type { CommandContext } from '@kompass/event-store';
import { changed, Command, Endpoint, Input } from '@kompass/http';
import { ReleaseAssessorCommand } from './release-assessor.command.js';

@Controller()
export class ReleaseAssessorController {
  constructor(private readonly bus: CommandBus) {}

  @Endpoint(routes.releaseAssessor)
  async release(
    @Input() { params: { id, accountId } }: InputOf<typeof routes.releaseAssessor>,
    @Command() context: CommandContext,
  ): Promise<AnswerOf<typeof routes.releaseAssessor>> {
    const command = { type: 'ReleaseAssessor', accountId } as const;
    return changed(await this.bus.execute(new ReleaseAssessorCommand(id, command, context)));
  }
}
