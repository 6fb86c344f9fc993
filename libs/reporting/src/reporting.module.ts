import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { EVENT_LOG, PassageVault, type EventLog } from '@kompass/event-store';
import {
  MessagingModule,
  policySubscription,
  publisher,
  referenceMigrations,
  referenceToken,
  type ReferenceTable,
} from '@kompass/messaging';
import {
  contextMigration,
  PassageKeyTable,
  ReadStore,
  ReadStoreModule,
  readStoreToken,
} from '@kompass/read-store';
import { RecordResultHandler } from './features/record-result/record-result.command.js';
import { RecordResultController } from './features/record-result/record-result.controller.js';
import { InstrumentLibrary } from './instrument-library.adapter.js';
import { MunicipalityDirectory } from './municipality-directory.adapter.js';
import { recordFinalisedEvaluation } from './policies/record-finalised-evaluation.policy.js';
import { resultPublication } from './result.publication.js';
import { Results } from './results.adapter.js';
import { LongitudinalController } from './views/longitudinal/longitudinal.controller.js';
import { longitudinalProjection } from './views/longitudinal/longitudinal.projection.js';
import { reportingViews } from './views/reporting.migration.js';
import { resultProjection } from './views/result/result.projection.js';
import { ResultsController } from './views/result/results.controller.js';

const schema = 'reporting';

const readStore = ReadStoreModule.forContext({
  schema,
  migrations: [
    contextMigration(schema),
    ...referenceMigrations(schema, ['instrument', 'municipality']),
    reportingViews,
  ],
  projections: [resultProjection, longitudinalProjection],
});

const references = MessagingModule.forReferences({
  schema,
  kinds: ['instrument', 'municipality'],
  imports: [readStore],
});

/** What the parts of the context share: its streams and what it has heard of the others. */
@Module({
  imports: [readStore, references],
  providers: [
    { provide: ReadStore, useExisting: readStoreToken(schema) },
    {
      provide: PassageVault,
      inject: [ReadStore],
      useFactory: ({ dataSource }: ReadStore) => new PassageVault(new PassageKeyTable(dataSource, schema)),
    },
    {
      provide: InstrumentLibrary,
      inject: [referenceToken(schema, 'instrument')],
      useFactory: (table: ReferenceTable<'instrument'>) => new InstrumentLibrary(table),
    },
    {
      provide: MunicipalityDirectory,
      inject: [referenceToken(schema, 'municipality')],
      useFactory: (table: ReferenceTable<'municipality'>) => new MunicipalityDirectory(table),
    },
    {
      provide: Results,
      inject: [EVENT_LOG, PassageVault, InstrumentLibrary, ReadStore],
      useFactory: (log: EventLog, vault: PassageVault, instruments: InstrumentLibrary, store: ReadStore) =>
        new Results(log, vault, instruments, store),
    },
  ],
  exports: [ReadStore, PassageVault, InstrumentLibrary, MunicipalityDirectory, Results],
})
class ReportingStreamsModule {}

/** Reporting: the results of municipalities, recorded or heard of from scoring, and their comparison over years. */
@Module({
  imports: [
    CqrsModule,
    ReportingStreamsModule,
    MessagingModule.forContext({
      schema,
      imports: [ReportingStreamsModule],
      inject: [Results],
      useFactory: (results: Results) => ({
        publishers: [publisher(resultPublication, results)],
        subscriptions: [policySubscription(schema, recordFinalisedEvaluation, results)],
      }),
    }),
  ],
  controllers: [RecordResultController, ResultsController, LongitudinalController],
  providers: [RecordResultHandler],
})
export class ReportingModule {}
