import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { BookInterview } from '../../domain/schedule.commands.js';
import { Schedules } from '../../schedules.adapter.js';
import { ScheduleCommand } from '../schedule.command.js';

export class BookInterviewCommand extends ScheduleCommand<BookInterview> {}

@CommandHandler(BookInterviewCommand)
export class BookInterviewHandler implements ICommandHandler<BookInterviewCommand> {
  constructor(private readonly schedules: Schedules) {}

  execute({ id, command, context }: BookInterviewCommand) {
    return this.schedules.execute(id, command, context);
  }
}
