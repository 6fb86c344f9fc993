import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { Accepted, CommandContext } from '@kompass/event-store';
import { OneByOne, ReadStore } from '@kompass/read-store';
import type { PublishInstrument } from '../../domain/instrument.commands.js';
import type { InstrumentEvent } from '../../domain/instrument.events.js';
import { Instruments } from '../../instruments.adapter.js';
import { instrumentProjection } from '../../views/instrument/instrument.projection.js';

/** `id`: the digest of the document. */
export class PublishInstrumentCommand extends Command<Accepted<InstrumentEvent>> {
  constructor(
    readonly id: string,
    readonly command: PublishInstrument,
    readonly context: CommandContext,
  ) {
    super();
  }
}

/** One by one: a version has one document. */
@CommandHandler(PublishInstrumentCommand)
export class PublishInstrumentHandler implements ICommandHandler<PublishInstrumentCommand> {
  readonly #oneByOne: OneByOne;

  constructor(
    private readonly instruments: Instruments,
    store: ReadStore,
  ) {
    this.#oneByOne = new OneByOne(store, instrumentProjection);
  }

  execute({ id, command, context }: PublishInstrumentCommand) {
    return this.#oneByOne.change(() => this.instruments.execute(id, command, context));
  }
}
