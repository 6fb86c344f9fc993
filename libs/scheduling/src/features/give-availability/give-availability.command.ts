import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { GiveAvailability } from '../../domain/schedule.commands.js';
import { Schedules } from '../../schedules.adapter.js';
import { ScheduleCommand } from '../schedule.command.js';

export class GiveAvailabilityCommand extends ScheduleCommand<GiveAvailability> {}

@CommandHandler(GiveAvailabilityCommand)
export class GiveAvailabilityHandler implements ICommandHandler<GiveAvailabilityCommand> {
  constructor(private readonly schedules: Schedules) {}

  execute({ id, command, context }: GiveAvailabilityCommand) {
    return this.schedules.execute(id, command, context);
  }
}
