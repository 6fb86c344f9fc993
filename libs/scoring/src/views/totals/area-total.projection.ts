import { printedPoints, sumKnown, unreachable, type Tenths } from '@kompass/kernel';
import type { Projection } from '@kompass/read-store';
import { isEditionEvent, type EditionEvent } from '../../domain/editions/editions.events.js';
import { evaluationCatalog, type EvaluationEvent } from '../../domain/evaluation.events.js';
import { isOpeningEvent, type OpeningEvent } from '../../domain/opening/opening.events.js';
import { isScoreEvent, type ScoreEvent } from '../../domain/scores/scores.events.js';
import type { AgreedPoints } from '../../domain/scores/totals.js';

/** One row an area of an evaluation. Points in tenths, `printed` in whole points. */
export interface AreaTotalRow {
  readonly evaluation_id: string;
  readonly area_id: string;
  /** Number of indicators, and how many of them are agreed. */
  readonly indicators: number;
  readonly done: number;
  readonly agreed: AgreedPoints;
  /** `null` while nothing is agreed. */
  readonly points: Tenths | null;
  /** `null` until everything is agreed. */
  readonly printed: number | null;
  readonly edition: number;
  /** The last finalised edition and what was agreed then: what everybody sees while it is reopened. */
  readonly finalised: {
    readonly edition: number;
    readonly revision: number;
    readonly agreed: AgreedPoints;
  } | null;
}

export const areaTotalProjection: Projection<EvaluationEvent, AreaTotalRow, 'evaluation_id' | 'area_id'> = {
  name: 'area-total',
  table: 'area_total',
  key: ['evaluation_id', 'area_id'],
  columns: [
    'evaluation_id',
    'area_id',
    'indicators',
    'done',
    'agreed',
    'points',
    'printed',
    'edition',
    'finalised',
  ],
  catalogs: [evaluationCatalog],

  keysOf(event, { id: evaluation_id }) {
    if (!isOfTotals(event)) return [];
    switch (event.type) {
      case 'EvaluationOpened':
        return event.data.areas.map((area) => ({ evaluation_id, area_id: area.id }));
      case 'ScoreAgreed':
      case 'ScoreRevised':
        return [{ evaluation_id, area_id: event.data.area }];
      case 'EvaluationFinalised':
      case 'EvaluationReopened':
        return event.data.areas.map((area_id) => ({ evaluation_id, area_id }));
      case 'EvaluationCancelled':
      case 'AssessorAssigned':
      case 'AssessorReleased':
      case 'ScoreProposed':
        return [];
      default:
        return unreachable(event);
    }
  },

  project(row, event, { id: evaluation_id, revision }, key) {
    if (!isOfTotals(event)) return row;
    switch (event.type) {
      case 'EvaluationOpened': {
        const area = event.data.areas.find(({ id }) => id === key.area_id)!;
        const nothing = { done: 0, agreed: {}, points: null, printed: null };
        return {
          evaluation_id,
          area_id: area.id,
          indicators: area.indicators,
          ...nothing,
          edition: 1,
          finalised: null,
        };
      }
      case 'ScoreAgreed':
      case 'ScoreRevised':
        return (
          row && {
            ...row,
            ...sumOf({ ...row.agreed, [event.data.indicator]: event.data.points }, row.indicators),
          }
        );
      case 'EvaluationFinalised':
        return row && { ...row, finalised: { edition: event.data.edition, revision, agreed: row.agreed } };
      case 'EvaluationReopened':
        return row && { ...row, edition: event.data.edition };
      case 'EvaluationCancelled':
      case 'AssessorAssigned':
      case 'AssessorReleased':
      case 'ScoreProposed':
        return row;
      default:
        return unreachable(event);
    }
  },
};

function isOfTotals(event: EvaluationEvent): event is OpeningEvent | ScoreEvent | EditionEvent {
  return isOpeningEvent(event) || isScoreEvent(event) || isEditionEvent(event);
}

function sumOf(
  agreed: AgreedPoints,
  indicators: number,
): Pick<AreaTotalRow, 'agreed' | 'done' | 'points' | 'printed'> {
  const done = Object.keys(agreed).length;
  const points = sumKnown(Object.values(agreed));
  return {
    agreed,
    done,
    points,
    printed: points !== null && done === indicators ? printedPoints(points) : null,
  };
}
