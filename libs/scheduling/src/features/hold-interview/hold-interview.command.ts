import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { HoldInterview } from '../../domain/schedule.commands.js';
import { Schedules } from '../../schedules.adapter.js';
import { ScheduleCommand } from '../schedule.command.js';

export class HoldInterviewCommand extends ScheduleCommand<HoldInterview> {}

@CommandHandler(HoldInterviewCommand)
export class HoldInterviewHandler implements ICommandHandler<HoldInterviewCommand> {
  constructor(private readonly schedules: Schedules) {}

  execute({ id, command, context }: HoldInterviewCommand) {
    return this.schedules.execute(id, command, context);
  }
}
