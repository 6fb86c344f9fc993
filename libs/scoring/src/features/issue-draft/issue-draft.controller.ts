import { Controller } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { routes, type AnswerOf, type InputOf } from '@kompass/contracts';
import type { CommandContext } from '@kompass/event-store';
import { changed, Command, Endpoint, Input } from '@kompass/http';
import { IssueDraftCommand } from './issue-draft.command.js';

@Controller()
export class IssueDraftController {
  constructor(private readonly bus: CommandBus) {}

  @Endpoint(routes.issueDraft)
  async issue(
    @Input() { params: { id }, body }: InputOf<typeof routes.issueDraft>,
    @Command() context: CommandContext,
  ): Promise<AnswerOf<typeof routes.issueDraft>> {
    const command = { type: 'IssueDraft', by: context.actor, deadline: body.deadline } as const;
    return changed(await this.bus.execute(new IssueDraftCommand(id, command, context)));
  }
}
