import { unreachable } from '@kompass/kernel';
import type { Projection } from '@kompass/read-store';
import { figuresOfEvaluation } from '../../domain/figures.js';
import { resultCatalog, type ResultEvent } from '../../domain/result.events.js';
import { inTimeOrder, type SeriesEntry } from '../../domain/series.js';

/** One row a municipality: everything that is known of it, in time order. */
export interface LongitudinalRow {
  readonly municipality: string;
  readonly series: readonly SeriesEntry[];
}

export const longitudinalProjection: Projection<ResultEvent, LongitudinalRow, 'municipality'> = {
  name: 'longitudinal',
  table: 'longitudinal',
  key: ['municipality'],
  columns: ['municipality', 'series'],
  catalogs: [resultCatalog],

  keysOf(event) {
    return event.type === 'ResultReopened' ? [] : [{ municipality: event.data.municipality }];
  },

  project(row, event, { id }, { municipality }) {
    const others = row?.series.filter((entry) => entry.id !== id) ?? [];
    switch (event.type) {
      case 'ResultRecorded': {
        const { total, areas, questions } = event.data;
        const entry = { id, ...aboutOf(event.data), origin: 'recorded', total, areas, questions } as const;
        return { municipality, series: inTimeOrder([...others, entry]) };
      }
      case 'EvaluationAdopted': {
        const figures = figuresOfEvaluation(event.data);
        const entry = { id, ...aboutOf(event.data), origin: 'evaluation', ...figures } as const;
        return { municipality, series: inTimeOrder([...others, entry]) };
      }
      case 'RecordingSuperseded':
        return others.length > 0 ? { municipality, series: others } : undefined;
      case 'ResultReopened':
        return row;
      default:
        return unreachable(event);
    }
  },
};

function aboutOf({
  instrument: { id, version },
  evaluatedAt,
}: Pick<SeriesEntry, 'instrument' | 'evaluatedAt'>): Pick<SeriesEntry, 'instrument' | 'evaluatedAt'> {
  return { instrument: { id, version }, evaluatedAt };
}
