import type { Projection } from '@kompass/read-store';
import { unreachable } from '@kompass/kernel';
import { evaluationCatalog, type EvaluationEvent } from '../../domain/evaluation.events.js';

/** One row an event: what was set where, by whom, when. The latest row of a slot is its value. */
export interface AuditEntryRow {
  readonly evaluation_id: string;
  readonly revision: number;
  readonly at: string;
  readonly actor: string;
  readonly type: EvaluationEvent['type'];
  /** `proposal/<indicator>/<account>`, `agreement/<indicator>`, `assessor/<account>`, `submission/<area>/<account>`, `reveal/<area>`, `remark/<id>`, `remark/<id>/answer`, `erasure/<revision>`, `evidence/<id>`, `course`. */
  readonly slot: string;
  readonly area: string | null;
  readonly question: string | null;
  readonly indicator: string | null;
  /** As in the event: points in tenths, texts sealed. `null` for what was taken away. */
  readonly value: Readonly<Record<string, unknown>> | null;
}

type Entry = Pick<AuditEntryRow, 'slot' | 'value'> &
  Partial<Pick<AuditEntryRow, 'area' | 'question' | 'indicator'>>;

export const auditEntryProjection: Projection<EvaluationEvent, AuditEntryRow, 'evaluation_id' | 'revision'> =
  {
    name: 'audit-entry',
    table: 'audit_entry',
    key: ['evaluation_id', 'revision'],
    columns: [
      'evaluation_id',
      'revision',
      'at',
      'actor',
      'type',
      'slot',
      'area',
      'question',
      'indicator',
      'value',
    ],
    catalogs: [evaluationCatalog],

    keysOf(_event, { id, revision }) {
      return [{ evaluation_id: id, revision }];
    },

    project(_row, event, { id, revision, at, actor }) {
      const place = { area: null, question: null, indicator: null };
      return { evaluation_id: id, revision, at, actor, type: event.type, ...place, ...entryOf(event) };
    },
  };

function entryOf(event: EvaluationEvent): Entry {
  switch (event.type) {
    case 'EvaluationOpened': {
      const { areas: _areas, ...value } = event.data;
      return { slot: 'course', value };
    }
    case 'AssessorAssigned': {
      const { accountId, ...value } = event.data;
      return { slot: `assessor/${accountId}`, value };
    }
    case 'AssessorReleased':
      return { slot: `assessor/${event.data.accountId}`, value: null };
    case 'AreaSubmitted': {
      const { area, assessor } = event.data;
      return { slot: `submission/${area}/${assessor}`, area, value: {} };
    }
    case 'AreaRevealed': {
      const { area, ...value } = event.data;
      return { slot: `reveal/${area}`, area, value };
    }
    case 'ScoreProposed': {
      const { area, question, indicator, assessor, ...value } = event.data;
      return { slot: `proposal/${indicator}/${assessor}`, area, question, indicator, value };
    }
    case 'ScoreAgreed': {
      const { area, question, indicator, standsOn: _standsOn, ...value } = event.data;
      return { slot: `agreement/${indicator}`, area, question, indicator, value };
    }
    case 'ScoreRevised': {
      const { area, question, indicator, standsOn: _standsOn, ...value } = event.data;
      return { slot: `agreement/${indicator}`, area, question, indicator, value };
    }
    case 'DraftIssued':
      return { slot: 'course', value: event.data };
    case 'DraftWithdrawn':
    case 'EvaluationCancelled':
      return { slot: 'course', value: { reason: event.data.reason } };
    case 'RemarkMade': {
      const { remarkId, ...value } = event.data;
      return { slot: `remark/${remarkId}`, value };
    }
    case 'RemarkAnswered':
      return { slot: `remark/${event.data.remarkId}/answer`, value: { text: event.data.text } };
    case 'PassageErased':
      return { slot: `erasure/${event.data.revision}`, value: {} };
    case 'EvaluationFinalised':
      return { slot: 'course', value: { edition: event.data.edition } };
    case 'EvaluationReopened': {
      const { edition, reason } = event.data;
      return { slot: 'course', value: { edition, reason } };
    }
    case 'InterviewNoted': {
      const { interviewId, heldRevision: _heldRevision, ...value } = event.data;
      return { slot: `evidence/${interviewId}`, value: { kind: 'interview', ...value } };
    }
    case 'InterviewStruck':
      return { slot: `evidence/${event.data.interviewId}`, value: null };
    default:
      return unreachable(event);
  }
}
