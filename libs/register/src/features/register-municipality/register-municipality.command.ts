import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { Accepted, CommandContext } from '@kompass/event-store';
import { Rejected } from '@kompass/kernel';
import { OneByOne, ReadStore } from '@kompass/read-store';
import type { MunicipalityEvent, Profile } from '../../domain/municipality.events.js';
import { takenNumber } from '../../domain/numbers.js';
import { Municipalities } from '../../municipalities.adapter.js';
import { municipalityProjection } from '../../views/municipality/municipality.projection.js';

export class RegisterMunicipalityCommand extends Command<Accepted<MunicipalityEvent>> {
  constructor(
    readonly id: string,
    readonly profile: Profile,
    readonly context: CommandContext,
  ) {
    super();
  }
}

/** No two municipalities have one number on one day: what another has is asked before it decides. */
@CommandHandler(RegisterMunicipalityCommand)
export class RegisterMunicipalityHandler implements ICommandHandler<RegisterMunicipalityCommand> {
  readonly #oneByOne: OneByOne;

  constructor(
    private readonly municipalities: Municipalities,
    private readonly store: ReadStore,
  ) {
    this.#oneByOne = new OneByOne(store, municipalityProjection);
  }

  execute({ id, profile, context }: RegisterMunicipalityCommand) {
    return this.#oneByOne.change(
      () => this.#holdNumbers(id, profile),
      () => this.municipalities.execute(id, { type: 'RegisterMunicipality', profile }, context),
    );
  }

  async #holdNumbers(id: string, { numbers }: Profile): Promise<void> {
    const others = await this.store.select(municipalityProjection, 'municipality_id <> $1', [id]);
    const taken = takenNumber(numbers, others);
    if (!taken) return;
    const { number } = numbers[taken.index]!;
    const field = `numbers.${taken.index}.number`;
    throw new Rejected('number-taken', { field, value: number, municipality: taken.by.municipality_id });
  }
}
