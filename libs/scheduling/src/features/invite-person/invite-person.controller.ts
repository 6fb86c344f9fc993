import { Controller } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { routes, type AnswerOf, type InputOf } from '@kompass/contracts';
import type { CommandContext } from '@kompass/event-store';
import { changed, Command, Endpoint, Input } from '@kompass/http';
import { InvitePersonCommand } from './invite-person.command.js';

@Controller()
export class InvitePersonController {
  constructor(private readonly bus: CommandBus) {}

  @Endpoint(routes.invitePerson)
  async invite(
    @Input() { params, body }: InputOf<typeof routes.invitePerson>,
    @Command() context: CommandContext,
  ): Promise<AnswerOf<typeof routes.invitePerson>> {
    const { id = context.commandId, group, ...person } = body;
    const command = { type: 'InvitePerson', by: context.actor, invitee: id, group } as const;
    const invited = await this.bus.execute(new InvitePersonCommand(params.id, command, person, context));
    return { id, ...changed(invited) };
  }
}
