import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { PassageVault, type Accepted, type CommandContext } from '@kompass/event-store';
import { Rejected } from '@kompass/kernel';
import type { EvaluationEvent } from '../../domain/evaluation.events.js';
import { Evaluations } from '../../evaluations.adapter.js';

/** To remove the free texts of the event at a revision of an evaluation. */
export class ErasePassageCommand extends Command<Accepted<EvaluationEvent>> {
  constructor(
    readonly id: string,
    readonly revision: number,
    readonly context: CommandContext,
  ) {
    super();
  }
}

/** Looks up under which keys the texts are sealed, records that they are erased, and deletes the keys. */
@CommandHandler(ErasePassageCommand)
export class ErasePassageHandler implements ICommandHandler<ErasePassageCommand> {
  constructor(
    private readonly evaluations: Evaluations,
    private readonly vault: PassageVault,
  ) {}

  async execute({ id, revision, context }: ErasePassageCommand) {
    const keys = await this.#keysOf(id, revision);
    const erased = await this.evaluations.execute(id, { type: 'ErasePassage', revision, keys }, context);
    await this.vault.erase(keys);
    return erased;
  }

  /** @throws Rejected `revision-unknown` */
  async #keysOf(id: string, revision: number): Promise<readonly string[]> {
    for await (const event of this.evaluations.history(id))
      if (event.revision === revision) return this.vault.keysOf(event.data);
    throw new Rejected('revision-unknown');
  }
}
