import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { EraseInvitee } from '../../domain/schedule.commands.js';
import { Invitees } from '../../invitees.adapter.js';
import { Schedules } from '../../schedules.adapter.js';
import { ScheduleCommand } from '../schedule.command.js';

export class EraseInviteeCommand extends ScheduleCommand<EraseInvitee> {}

/** The event first, which says who may; a repeated request erases what a crash has left. */
@CommandHandler(EraseInviteeCommand)
export class EraseInviteeHandler implements ICommandHandler<EraseInviteeCommand> {
  constructor(
    private readonly schedules: Schedules,
    private readonly invitees: Invitees,
  ) {}

  async execute({ id, command, context }: EraseInviteeCommand) {
    const erased = await this.schedules.execute(id, command, context);
    await this.invitees.erase(id, command.invitee);
    return erased;
  }
}
