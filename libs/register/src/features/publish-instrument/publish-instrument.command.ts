import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { Accepted, CommandContext } from '@kompass/event-store';
import { digestOf, type Crosswalk, type Instrument } from '@kompass/instrument';
import { Rejected } from '@kompass/kernel';
import { OneByOne, ReadStore } from '@kompass/read-store';
import type { InstrumentEvent } from '../../domain/instrument.events.js';
import { Instruments } from '../../instruments.adapter.js';
import { instrumentProjection } from '../../views/instrument/instrument.projection.js';

export class PublishInstrumentCommand extends Command<Accepted<InstrumentEvent>> {
  constructor(
    readonly document: Instrument,
    readonly crosswalks: readonly Crosswalk[],
    readonly context: CommandContext,
  ) {
    super();
  }
}

/** A version has one document: whether another has it is asked before it decides. */
@CommandHandler(PublishInstrumentCommand)
export class PublishInstrumentHandler implements ICommandHandler<PublishInstrumentCommand> {
  readonly #oneByOne: OneByOne;

  constructor(
    private readonly instruments: Instruments,
    private readonly store: ReadStore,
  ) {
    this.#oneByOne = new OneByOne(store, instrumentProjection);
  }

  execute({ document, crosswalks, context }: PublishInstrumentCommand) {
    const digest = digestOf(document);
    const command = { type: 'PublishInstrument', document, crosswalks } as const;
    return this.#oneByOne.change(
      () => this.#holdVersion(digest, document),
      () => this.instruments.execute(digest, command, context),
    );
  }

  async #holdVersion(digest: string, { id, version }: Instrument): Promise<void> {
    const [other] = await this.store.select(
      instrumentProjection,
      'instrument_id = $1 AND version = $2 AND digest <> $3',
      [id, version, digest],
    );
    if (other) throw new Rejected('already-exists', { digest: other.digest });
  }
}
