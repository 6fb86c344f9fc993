import type { Crosswalk, Instrument } from '@kompass/instrument';
import { unreachable } from '@kompass/kernel';
import type { Projection } from '@kompass/read-store';
import { instrumentCatalog } from '../../domain/instrument.events.js';
import { municipalityCatalog } from '../../domain/municipality.events.js';
import type { RegisterEvent } from '../../domain/register.events.js';

/** One row a version of an instrument. */
export interface InstrumentRow {
  readonly digest: string;
  readonly revision: number;
  readonly instrument_id: string;
  readonly version: string;
  readonly document: Instrument;
  /** From earlier versions, the last of each. */
  readonly crosswalks: readonly Crosswalk[];
}

export const instrumentProjection: Projection<RegisterEvent, InstrumentRow, 'digest'> = {
  name: 'instrument',
  table: 'instrument',
  key: ['digest'],
  columns: ['digest', 'revision', 'instrument_id', 'version', 'document', 'crosswalks'],
  catalogs: [instrumentCatalog, municipalityCatalog],

  keysOf(event, { id }) {
    switch (event.type) {
      case 'InstrumentPublished':
      case 'CrosswalkPublished':
        return [{ digest: id }];
      case 'MunicipalityRegistered':
      case 'MunicipalityAmended':
        return [];
      default:
        return unreachable(event);
    }
  },

  project(row, event, { revision }) {
    switch (event.type) {
      case 'InstrumentPublished': {
        const { digest, document } = event.data;
        const { id: instrument_id, version } = document;
        return { digest, revision, instrument_id, version, document, crosswalks: [] };
      }
      case 'CrosswalkPublished': {
        const { crosswalk } = event.data;
        const others = row?.crosswalks.filter(({ from }) => from !== crosswalk.from) ?? [];
        return row && { ...row, revision, crosswalks: [...others, crosswalk] };
      }
      case 'MunicipalityRegistered':
      case 'MunicipalityAmended':
        return row;
      default:
        return unreachable(event);
    }
  },
};
