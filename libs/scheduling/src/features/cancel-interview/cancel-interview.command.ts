import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { CancelInterview } from '../../domain/schedule.commands.js';
import { Schedules } from '../../schedules.adapter.js';
import { ScheduleCommand } from '../schedule.command.js';

export class CancelInterviewCommand extends ScheduleCommand<CancelInterview> {}

@CommandHandler(CancelInterviewCommand)
export class CancelInterviewHandler implements ICommandHandler<CancelInterviewCommand> {
  constructor(private readonly schedules: Schedules) {}

  execute({ id, command, context }: CancelInterviewCommand) {
    return this.schedules.execute(id, command, context);
  }
}
