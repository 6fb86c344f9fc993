import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { Accepted, CommandContext } from '@kompass/event-store';
import { Rejected, type Unsealed } from '@kompass/kernel';
import { OneByOne, ReadStore } from '@kompass/read-store';
import type { RecordResult } from '../../domain/result.commands.js';
import type { ResultEvent } from '../../domain/result.events.js';
import { MunicipalityDirectory } from '@kompass/reference';
import { Results } from '../../results.adapter.js';
import { resultProjection } from '../../views/result/result.projection.js';

/** As asked for: the municipality by its id or a number. */
export class RecordResultCommand extends Command<Accepted<ResultEvent>> {
  constructor(
    readonly id: string,
    readonly command: Unsealed<RecordResult>,
    readonly context: CommandContext,
  ) {
    super();
  }
}

/** One by one: a municipality has one result a year and version of the instrument. */
@CommandHandler(RecordResultCommand)
export class RecordResultHandler implements ICommandHandler<RecordResultCommand> {
  readonly #oneByOne: OneByOne;

  constructor(
    private readonly results: Results,
    private readonly municipalities: MunicipalityDirectory,
    store: ReadStore,
  ) {
    this.#oneByOne = new OneByOne(store, resultProjection);
  }

  async execute({ id, command, context }: RecordResultCommand) {
    const municipality = await this.municipalities.idOf(command.municipality);
    if (municipality === undefined) {
      throw new Rejected('not-yet-known', { field: 'municipality', value: command.municipality });
    }
    return this.#oneByOne.change(() => this.results.execute(id, { ...command, municipality }, context));
  }
}
