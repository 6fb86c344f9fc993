import type { Instrument } from '@kompass/instrument';
import { Rejected, unreachable, type Decider } from '@kompass/kernel';
import { figuresOf } from './figures.js';
import type { AdoptEvaluation, MarkReopened, RecordResult, ResultCommand } from './result.commands.js';
import type { ResultEvent } from './result.events.js';

/** One result of one municipality, recorded by hand or adopted from the evaluation of the same id. */
export interface Result {
  /** The municipality it was recorded for; nothing once an evaluation has taken its place. */
  readonly recordedFor?: string;
  /** The last edition adopted, 0 while there is none. */
  readonly edition: number;
  /** The last edition known to hold no longer, 0 while there is none. */
  readonly reopenedEdition: number;
}

/** What `RecordResult` looks up; nothing for the others. */
export interface ResultReference {
  /** The one it names, where its file is loaded. */
  readonly instrument?: Instrument | undefined;
  /** The id of a result of the same municipality, year and version of the instrument. */
  readonly sameYear?: string | undefined;
}

type Events = readonly ResultEvent[];

/**
 * Messages of an evaluation may come again or late, so their commands are decided by edition and never refused:
 * whatever the order, the highest edition finalised is the one adopted.
 */
export const resultDecider: Decider<ResultCommand, Result, ResultEvent, ResultReference> = {
  initial: { edition: 0, reopenedEdition: 0 },

  decide(command, state, reference) {
    switch (command.type) {
      case 'RecordResult':
        return record(command, state, reference);
      case 'AdoptEvaluation':
        return adopt(command, state);
      case 'MarkReopened':
        return markReopened(command, state);
      default:
        return unreachable(command);
    }
  },

  evolve(state, event) {
    switch (event.type) {
      case 'ResultRecorded':
        return { ...state, recordedFor: event.data.municipality };
      case 'RecordingSuperseded': {
        const { recordedFor: _recordedFor, ...rest } = state;
        return rest;
      }
      case 'EvaluationAdopted':
        return { ...state, edition: event.data.edition };
      case 'ResultReopened':
        return { ...state, reopenedEdition: event.data.edition };
      default:
        return unreachable(event);
    }
  },
};

/** @throws Rejected `already-exists` also where that year has a result, and what `figuresOf` refuses */
function record(
  { type: _type, published, ...about }: RecordResult,
  state: Result,
  { instrument, sameYear }: ResultReference,
): Events {
  if (state.recordedFor !== undefined || state.edition > 0 || state.reopenedEdition > 0) {
    throw new Rejected('already-exists');
  }
  if (sameYear !== undefined) throw new Rejected('already-exists', { result: sameYear });
  const figures = figuresOf(published, instrument);
  return [{ type: 'ResultRecorded', data: { ...about, knownBy: published.knownBy, ...figures } }];
}

function adopt({ type: _type, ...evaluation }: AdoptEvaluation, state: Result): Events {
  const { edition } = evaluation;
  if (edition <= state.edition) return [];
  const adopted = { ...evaluation, reopened: state.reopenedEdition >= edition };
  return [
    ...(state.recordedFor === undefined ? [] : [superseded(state.recordedFor)]),
    { type: 'EvaluationAdopted', data: adopted },
  ];
}

function superseded(municipality: string): ResultEvent {
  return { type: 'RecordingSuperseded', data: { municipality } };
}

function markReopened({ type: _type, ...reopening }: MarkReopened, state: Result): Events {
  const { edition } = reopening;
  if (edition < state.edition || edition <= state.reopenedEdition) return [];
  return [{ type: 'ResultReopened', data: reopening }];
}
