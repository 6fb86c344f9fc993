import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { ChangePlan } from '../../domain/schedule.commands.js';
import { Schedules } from '../../schedules.adapter.js';
import { ScheduleCommand } from '../schedule.command.js';

export class ChangePlanCommand extends ScheduleCommand<ChangePlan> {}

@CommandHandler(ChangePlanCommand)
export class ChangePlanHandler implements ICommandHandler<ChangePlanCommand> {
  constructor(private readonly schedules: Schedules) {}

  execute({ id, command, context }: ChangePlanCommand) {
    return this.schedules.execute(id, command, context);
  }
}
