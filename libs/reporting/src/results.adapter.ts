import { Streams, type EventLog, type PassageVault } from '@kompass/event-store';
import { yearOf } from '@kompass/kernel';
import type { ReadStore } from '@kompass/read-store';
import type { ResultCommand } from './domain/result.commands.js';
import { resultDecider, type Result, type ResultReference } from './domain/result.decider.js';
import { resultCatalog, type ResultEvent } from './domain/result.events.js';
import type { InstrumentLibrary } from '@kompass/reference';
import { resultProjection } from './views/result/result.projection.js';

/** The streams of results: the one way to change one. */
export class Results extends Streams<ResultCommand, Result, ResultEvent, ResultReference> {
  constructor(log: EventLog, vault: PassageVault, instruments: InstrumentLibrary, store: ReadStore) {
    super(log, vault, {
      ...resultDecider,
      ...resultCatalog,
      async reference(command) {
        if (command.type !== 'RecordResult') return {};
        const { municipality, evaluatedAt, instrument: named } = command;
        const [same] = await store.select(
          resultProjection,
          'municipality = $1 AND year = $2 AND instrument = $3 AND version = $4',
          [municipality, yearOf(evaluatedAt), named.id, named.version],
        );
        const published = await instruments.find(named);
        return { instrument: published?.instrument, sameYear: same?.result_id };
      },
    });
  }
}
