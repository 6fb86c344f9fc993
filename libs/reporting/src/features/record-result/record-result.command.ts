import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { Accepted, CommandContext } from '@kompass/event-store';
import { Rejected, yearOf, type Unsealed } from '@kompass/kernel';
import { OneByOne, ReadStore } from '@kompass/read-store';
import type { RecordResult } from '../../domain/result.commands.js';
import type { ResultEvent } from '../../domain/result.events.js';
import { MunicipalityDirectory } from '../../municipality-directory.adapter.js';
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

/** A municipality has one result a year and version of the instrument: whether it has one is asked before it decides. */
@CommandHandler(RecordResultCommand)
export class RecordResultHandler implements ICommandHandler<RecordResultCommand> {
  readonly #oneByOne: OneByOne;

  constructor(
    private readonly results: Results,
    private readonly municipalities: MunicipalityDirectory,
    private readonly store: ReadStore,
  ) {
    this.#oneByOne = new OneByOne(store, resultProjection);
  }

  async execute({ id, command: asked, context }: RecordResultCommand) {
    const municipality = await this.municipalities.idOf(asked.municipality);
    if (municipality === undefined) {
      throw new Rejected('not-yet-known', { field: 'municipality', value: asked.municipality });
    }
    const command = { ...asked, municipality };
    return this.#oneByOne.change(
      () => this.#holdYear(id, command),
      () => this.results.execute(id, command, context),
    );
  }

  async #holdYear(
    id: string,
    { municipality, evaluatedAt, instrument }: Unsealed<RecordResult>,
  ): Promise<void> {
    const [other] = await this.store.select(
      resultProjection,
      'municipality = $1 AND year = $2 AND instrument = $3 AND version = $4 AND result_id <> $5',
      [municipality, yearOf(evaluatedAt), instrument.id, instrument.version, id],
    );
    if (other) throw new Rejected('already-exists', { result: other.result_id });
  }
}
