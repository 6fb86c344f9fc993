import { unreachable } from '@kompass/kernel';
import type { Projection } from '@kompass/read-store';
import { instrumentCatalog } from '../../domain/instrument.events.js';
import { municipalityCatalog, type Profile } from '../../domain/municipality.events.js';
import type { RegisterEvent } from '../../domain/register.events.js';

/** One row a municipality. */
export interface MunicipalityRow extends Profile {
  readonly municipality_id: string;
  readonly revision: number;
}

export const municipalityProjection: Projection<RegisterEvent, MunicipalityRow, 'municipality_id'> = {
  name: 'municipality',
  table: 'municipality',
  key: ['municipality_id'],
  columns: ['municipality_id', 'revision', 'country', 'names', 'numbers', 'groups', 'successors'],
  catalogs: [municipalityCatalog, instrumentCatalog],

  keysOf(event, { id }) {
    switch (event.type) {
      case 'MunicipalityRegistered':
      case 'MunicipalityAmended':
        return [{ municipality_id: id }];
      case 'InstrumentPublished':
      case 'CrosswalkPublished':
        return [];
      default:
        return unreachable(event);
    }
  },

  project(row, event, { id, revision }) {
    switch (event.type) {
      case 'MunicipalityRegistered':
      case 'MunicipalityAmended':
        return { municipality_id: id, revision, ...event.data };
      case 'InstrumentPublished':
      case 'CrosswalkPublished':
        return row;
      default:
        return unreachable(event);
    }
  },
};
