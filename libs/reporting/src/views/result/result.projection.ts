import { unreachable, yearOf, type PartialDate, type Passages } from '@kompass/kernel';
import type { Projection } from '@kompass/read-store';
import { figuresOfEvaluation } from '../../domain/figures.js';
import {
  resultCatalog,
  type ResultRecorded,
  type Figures,
  type KnownBy,
  type ResultEvent,
} from '../../domain/result.events.js';

/** One row a result. `total` and `printed` in whole points, questions in tenths. */
export interface ResultRow extends Figures {
  readonly result_id: string;
  readonly revision: number;
  readonly municipality: string;
  readonly year: number;
  readonly instrument: string;
  readonly version: string;
  readonly evaluated_at: PartialDate;
  readonly known_by: KnownBy;
  readonly origin: 'recorded' | 'evaluation';
  /** Of the evaluation. */
  readonly edition: number | null;
  /** The evaluation is being worked on again: this is its last finalised edition. */
  readonly reopened: boolean;
  readonly source: Passages | null;
}

export const resultProjection: Projection<ResultEvent, ResultRow, 'result_id'> = {
  name: 'result',
  table: 'result',
  key: ['result_id'],
  columns: [
    'result_id',
    'revision',
    'municipality',
    'year',
    'instrument',
    'version',
    'evaluated_at',
    'known_by',
    'origin',
    'edition',
    'reopened',
    'total',
    'areas',
    'questions',
    'source',
  ],
  catalogs: [resultCatalog],

  keysOf(_event, { id }) {
    return [{ result_id: id }];
  },

  project(row, event, { id: result_id, revision }) {
    switch (event.type) {
      case 'ResultRecorded': {
        const { knownBy: known_by, total, areas, questions, source } = event.data;
        const about = { result_id, revision, ...aboutOf(event.data), known_by, source };
        return { ...about, origin: 'recorded', edition: null, reopened: false, total, areas, questions };
      }
      case 'EvaluationAdopted': {
        const { edition, reopened } = event.data;
        const about = {
          result_id,
          revision,
          ...aboutOf(event.data),
          known_by: 'questions',
          source: null,
        } as const;
        return { ...about, origin: 'evaluation', edition, reopened, ...figuresOfEvaluation(event.data) };
      }
      case 'ResultReopened':
        return row && { ...row, revision, reopened: row.origin === 'evaluation' };
      case 'RecordingSuperseded':
        return undefined;
      default:
        return unreachable(event);
    }
  },
};

function aboutOf({
  municipality,
  instrument: { id: instrument, version },
  evaluatedAt,
}: Pick<ResultRecorded['data'], 'municipality' | 'instrument' | 'evaluatedAt'>) {
  return { municipality, year: yearOf(evaluatedAt), instrument, version, evaluated_at: evaluatedAt };
}
