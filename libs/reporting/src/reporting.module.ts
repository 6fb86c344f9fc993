import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { EVENT_LOG, PassageVault, type EventLog } from '@kompass/event-store';
import { MessagingModule, policySubscription, publisher } from '@kompass/messaging';
import { contextMigrations, contextProviders, ReadStore, ReadStoreModule } from '@kompass/read-store';
import { RecordResultHandler } from './features/record-result/record-result.command.js';
import { RecordResultController } from './features/record-result/record-result.controller.js';
import { InstrumentLibrary, ReferenceModule, registerMigrations } from '@kompass/reference';
import { recordFinalisedEvaluation } from './policies/record-finalised-evaluation.policy.js';
import { resultPublication } from './result.publication.js';
import { Results } from './results.adapter.js';
import { LongitudinalController } from './views/longitudinal/longitudinal.controller.js';
import { longitudinalProjection } from './views/longitudinal/longitudinal.projection.js';
import { reportingViews } from './views/reporting.migration.js';
import { resultProjection } from './views/result/result.projection.js';
import { ResultsController } from './views/result/results.controller.js';

const schema = 'reporting';

/** The tables of the context, for whoever makes them: this module, a restore. */
export const reportingTables = {
  schema,
  migrations: [...contextMigrations(schema), ...registerMigrations(schema), reportingViews],
};

const readStore = ReadStoreModule.forContext({
  ...reportingTables,
  projections: [resultProjection, longitudinalProjection],
});

const references = ReferenceModule.forContext({ schema, imports: [readStore] });

/** What the parts of the context share: its streams and what it has heard of the others. */
@Module({
  imports: [readStore, references],
  providers: [
    ...contextProviders(schema),
    {
      provide: Results,
      inject: [EVENT_LOG, PassageVault, InstrumentLibrary, ReadStore],
      useFactory: (log: EventLog, vault: PassageVault, instruments: InstrumentLibrary, store: ReadStore) =>
        new Results(log, vault, instruments, store),
    },
  ],
  exports: [ReadStore, PassageVault, references, Results],
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
