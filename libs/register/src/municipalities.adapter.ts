import { Streams, type EventLog, type PassageVault } from '@kompass/event-store';
import type { ReadStore } from '@kompass/read-store';
import type { RegisterMunicipality } from './domain/municipality.commands.js';
import {
  municipalityDecider,
  type Municipality,
  type MunicipalityReference,
} from './domain/municipality.decider.js';
import { municipalityCatalog, type MunicipalityEvent } from './domain/municipality.events.js';
import { municipalityProjection } from './views/municipality/municipality.projection.js';

/** The streams of municipalities: the one way to change one. */
export class Municipalities extends Streams<
  RegisterMunicipality,
  Municipality,
  MunicipalityEvent,
  MunicipalityReference
> {
  constructor(log: EventLog, vault: PassageVault, store: ReadStore) {
    super(log, vault, {
      ...municipalityDecider,
      ...municipalityCatalog,
      async reference({ id, profile: { numbers } }) {
        const others = await store.select(
          municipalityProjection,
          `municipality_id <> $1
           AND EXISTS (SELECT FROM jsonb_array_elements(numbers) n WHERE n ->> 'number' = ANY ($2))`,
          [id, numbers.map(({ number }) => number)],
        );
        return { others: others.map((other) => ({ id: other.municipality_id, numbers: other.numbers })) };
      },
    });
  }
}
