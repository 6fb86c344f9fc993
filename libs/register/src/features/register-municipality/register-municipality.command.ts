import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { Accepted, CommandContext } from '@kompass/event-store';
import { OneByOne, ReadStore } from '@kompass/read-store';
import type { RegisterMunicipality } from '../../domain/municipality.commands.js';
import type { MunicipalityEvent } from '../../domain/municipality.events.js';
import { Municipalities } from '../../municipalities.adapter.js';
import { municipalityProjection } from '../../views/municipality/municipality.projection.js';

export class RegisterMunicipalityCommand extends Command<Accepted<MunicipalityEvent>> {
  constructor(
    readonly command: RegisterMunicipality,
    readonly context: CommandContext,
  ) {
    super();
  }
}

/** One by one: the numbers bind all municipalities. */
@CommandHandler(RegisterMunicipalityCommand)
export class RegisterMunicipalityHandler implements ICommandHandler<RegisterMunicipalityCommand> {
  readonly #oneByOne: OneByOne;

  constructor(
    private readonly municipalities: Municipalities,
    store: ReadStore,
  ) {
    this.#oneByOne = new OneByOne(store, municipalityProjection);
  }

  execute({ command, context }: RegisterMunicipalityCommand) {
    return this.#oneByOne.change(() => this.municipalities.execute(command.id, command, context));
  }
}
