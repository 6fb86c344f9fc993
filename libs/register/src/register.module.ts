import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { EVENT_LOG, PassageVault, type EventLog } from '@kompass/event-store';
import { MessagingModule, publisher } from '@kompass/messaging';
import { contextMigrations, contextProviders, ReadStore, ReadStoreModule } from '@kompass/read-store';
import { PublishInstrumentHandler } from './features/publish-instrument/publish-instrument.command.js';
import { PublishInstrumentController } from './features/publish-instrument/publish-instrument.controller.js';
import { RegisterMunicipalityHandler } from './features/register-municipality/register-municipality.command.js';
import { RegisterMunicipalityController } from './features/register-municipality/register-municipality.controller.js';
import { instrumentPublication } from './instrument.publication.js';
import { Instruments } from './instruments.adapter.js';
import { Municipalities } from './municipalities.adapter.js';
import { municipalityPublication } from './municipality.publication.js';
import { registerToldAnew } from './register-publication.migration.js';
import { instrumentProjection } from './views/instrument/instrument.projection.js';
import { InstrumentsController } from './views/instrument/instruments.controller.js';
import { MunicipalitiesController } from './views/municipality/municipalities.controller.js';
import { municipalityProjection } from './views/municipality/municipality.projection.js';
import { registerViews } from './views/register.migration.js';

const schema = 'register';

/** The tables of the context, for whoever makes them: this module, a restore. */
export const registerTables = {
  schema,
  migrations: [...contextMigrations(schema), registerViews, registerToldAnew],
};

const readStore = ReadStoreModule.forContext({
  ...registerTables,
  projections: [municipalityProjection, instrumentProjection],
});

/** What the parts of the context share: its streams and its views. */
@Module({
  imports: [readStore],
  providers: [
    ...contextProviders(schema),
    {
      provide: Municipalities,
      inject: [EVENT_LOG, PassageVault, ReadStore],
      useFactory: (log: EventLog, vault: PassageVault, store: ReadStore) =>
        new Municipalities(log, vault, store),
    },
    {
      provide: Instruments,
      inject: [EVENT_LOG, PassageVault, ReadStore],
      useFactory: (log: EventLog, vault: PassageVault, store: ReadStore) =>
        new Instruments(log, vault, store),
    },
  ],
  exports: [ReadStore, Municipalities, Instruments],
})
class RegisterStreamsModule {}

/** The register: municipalities with their numbers, instruments with their crosswalks. */
@Module({
  imports: [
    CqrsModule,
    RegisterStreamsModule,
    MessagingModule.forContext({
      schema,
      imports: [RegisterStreamsModule],
      inject: [Municipalities, Instruments],
      useFactory: (municipalities: Municipalities, instruments: Instruments) => ({
        publishers: [
          publisher(municipalityPublication, municipalities),
          publisher(instrumentPublication, instruments),
        ],
      }),
    }),
  ],
  controllers: [
    RegisterMunicipalityController,
    PublishInstrumentController,
    MunicipalitiesController,
    InstrumentsController,
  ],
  providers: [RegisterMunicipalityHandler, PublishInstrumentHandler],
})
export class RegisterModule {}
