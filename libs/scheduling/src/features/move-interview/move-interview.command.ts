import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { MoveInterview } from '../../domain/schedule.commands.js';
import { Schedules } from '../../schedules.adapter.js';
import { ScheduleCommand } from '../schedule.command.js';

export class MoveInterviewCommand extends ScheduleCommand<MoveInterview> {}

@CommandHandler(MoveInterviewCommand)
export class MoveInterviewHandler implements ICommandHandler<MoveInterviewCommand> {
  constructor(private readonly schedules: Schedules) {}

  execute({ id, command, context }: MoveInterviewCommand) {
    return this.schedules.execute(id, command, context);
  }
}
