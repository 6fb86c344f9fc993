import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { Accepted, CommandContext } from '@kompass/event-store';
import type { InvitePerson } from '../../domain/schedule.commands.js';
import type { ScheduleEvent } from '../../domain/schedule.events.js';
import { Invitees, type Person } from '../../invitees.adapter.js';
import { Schedules } from '../../schedules.adapter.js';

/** An invitation, and apart from it who is invited: that is never part of an event. */
export class InvitePersonCommand extends Command<Accepted<ScheduleEvent>> {
  constructor(
    readonly id: string,
    readonly command: InvitePerson,
    readonly person: Person,
    readonly context: CommandContext,
  ) {
    super();
  }
}

/** The event first, which says who may; a repeated request keeps what a crash has lost, unless it was erased since. */
@CommandHandler(InvitePersonCommand)
export class InvitePersonHandler implements ICommandHandler<InvitePersonCommand> {
  constructor(
    private readonly schedules: Schedules,
    private readonly invitees: Invitees,
  ) {}

  async execute({ id, command, person, context }: InvitePersonCommand) {
    const invited = await this.schedules.execute(id, command, context);
    await this.invitees.keep(id, command.invitee, person);
    return invited;
  }
}
