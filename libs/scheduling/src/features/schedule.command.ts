import { Command } from '@nestjs/cqrs';
import type { Accepted, CommandContext } from '@kompass/event-store';
import type { Unsealed } from '@kompass/kernel';
import type { ScheduleEvent } from '../domain/schedule.events.js';

/** A command on its way over the bus to the schedule of one evaluation, its texts not yet sealed. */
export abstract class ScheduleCommand<C> extends Command<Accepted<ScheduleEvent>> {
  constructor(
    readonly id: string,
    readonly command: Unsealed<C>,
    readonly context: CommandContext,
  ) {
    super();
  }
}
