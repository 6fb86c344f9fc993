import { Streams, type EventLog, type PassageVault } from '@kompass/event-store';
import type { RegisterMunicipality } from './domain/municipality.commands.js';
import { municipalityDecider, type Municipality } from './domain/municipality.decider.js';
import { municipalityCatalog, type MunicipalityEvent } from './domain/municipality.events.js';

/** The streams of municipalities: the one way to change one. */
export class Municipalities extends Streams<
  RegisterMunicipality,
  Municipality,
  MunicipalityEvent,
  undefined
> {
  constructor(log: EventLog, vault: PassageVault) {
    super(log, vault, {
      ...municipalityDecider,
      ...municipalityCatalog,
      reference: () => Promise.resolve(undefined),
    });
  }
}
