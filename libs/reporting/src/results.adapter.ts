import { Streams, type EventLog, type PassageVault } from '@kompass/event-store';
import type { ResultCommand } from './domain/result.commands.js';
import { resultDecider, type Result, type ResultReference } from './domain/result.decider.js';
import { resultCatalog, type ResultEvent } from './domain/result.events.js';
import type { InstrumentLibrary } from './instrument-library.adapter.js';

/** The streams of results: the one way to change one. */
export class Results extends Streams<ResultCommand, Result, ResultEvent, ResultReference> {
  constructor(log: EventLog, vault: PassageVault, instruments: InstrumentLibrary) {
    super(log, vault, {
      ...resultDecider,
      ...resultCatalog,
      /** The instrument that recorded points are held against, where its file is loaded. */
      async reference(command) {
        const named = command.type === 'RecordResult' ? command.instrument : undefined;
        return { instrument: named && (await instruments.find(named)) };
      },
    });
  }
}
