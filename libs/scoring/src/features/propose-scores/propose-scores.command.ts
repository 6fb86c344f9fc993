import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { BulkItem, CommandContext, Outcome } from '@kompass/event-store';
import type { Unsealed } from '@kompass/kernel';
import type { ProposeScore } from '../../domain/evaluation.commands.js';
import type { EvaluationEvent } from '../../domain/evaluation.events.js';
import { Evaluations } from '../../evaluations.adapter.js';

/** Many proposals at once; each is a command of its own. */
export class ProposeScoresCommand extends Command<readonly Outcome<EvaluationEvent>[]> {
  constructor(
    readonly id: string,
    readonly items: readonly BulkItem<Unsealed<ProposeScore>>[],
    readonly context: CommandContext,
  ) {
    super();
  }
}

@CommandHandler(ProposeScoresCommand)
export class ProposeScoresHandler implements ICommandHandler<ProposeScoresCommand> {
  constructor(private readonly evaluations: Evaluations) {}

  execute({ id, items, context }: ProposeScoresCommand) {
    return this.evaluations.executeMany(id, items, context);
  }
}
