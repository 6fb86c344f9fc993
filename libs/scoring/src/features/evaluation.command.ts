import { Command } from '@nestjs/cqrs';
import type { Accepted, CommandContext } from '@kompass/event-store';
import type { Unsealed } from '@kompass/kernel';
import type { EvaluationEvent } from '../domain/evaluation.events.js';

/** A command on its way over the bus to one evaluation, its texts not yet sealed. */
export abstract class EvaluationCommand<C> extends Command<Accepted<EvaluationEvent>> {
  constructor(
    readonly id: string,
    readonly command: Unsealed<C>,
    readonly context: CommandContext,
  ) {
    super();
  }
}
