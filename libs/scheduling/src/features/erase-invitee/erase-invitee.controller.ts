import { Controller } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { routes, type AnswerOf, type InputOf } from '@kompass/contracts';
import type { CommandContext } from '@kompass/event-store';
import { changed, Command, Endpoint, Input, Who, type Reader } from '@kompass/http';
import { EraseInviteeCommand } from './erase-invitee.command.js';

@Controller()
export class EraseInviteeController {
  constructor(private readonly bus: CommandBus) {}

  @Endpoint(routes.eraseInvitee)
  async erase(
    @Input() { params: { id, inviteeId: invitee } }: InputOf<typeof routes.eraseInvitee>,
    @Command() context: CommandContext,
    @Who() reader: Reader,
  ): Promise<AnswerOf<typeof routes.eraseInvitee>> {
    const asAdmin = reader !== 'anybody' && reader.roles.includes('admin');
    const command = { type: 'EraseInvitee', by: context.actor, invitee, asAdmin } as const;
    return changed(await this.bus.execute(new EraseInviteeCommand(id, command, context)));
  }
}
