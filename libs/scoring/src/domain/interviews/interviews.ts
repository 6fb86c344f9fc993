import type { Instrument } from '@kompass/instrument';
import { own, unreachable, type Recorded } from '@kompass/kernel';
import type { EvaluationCommand } from '../evaluation.commands.js';
import type { Evaluation } from '../evaluation.js';
import { slot, type Slot } from '../slot.js';
import type { InterviewCommand } from './interviews.commands.js';
import type { InterviewEvent, InterviewNoted } from './interviews.events.js';

/** An interview as scheduling last told of it. */
export interface Interview {
  /** Of the schedule: what is told of an earlier one is stale. */
  readonly scheduleRevision: number;
  /** Absent where it did not take place after all. */
  readonly held?: Slot<Pick<InterviewNoted['data'], 'group' | 'areas' | 'heldAt'>>;
}

export function isInterviewCommand(command: EvaluationCommand): command is InterviewCommand {
  return command.type === 'NoteInterview' || command.type === 'StrikeInterview';
}

/**
 * Takes over what scheduling told of an interview, wherever the evaluation is in its course: no score changes by it,
 * and only a finalisation asks for it. Whatever the order of the messages, the latest word on an interview holds.
 *
 * @returns nothing for what is not newer than what is known
 */
export function hearOfInterview(command: InterviewCommand, state: Evaluation): readonly InterviewEvent[] {
  const told = command.type === 'NoteInterview' ? command.heldRevision : command.cancelledRevision;
  const known = own(state.interviews, command.interviewId);
  if (known && told <= known.scheduleRevision) return [];
  switch (command.type) {
    case 'NoteInterview': {
      const { type: _type, ...data } = command;
      return [{ type: 'InterviewNoted', data }];
    }
    case 'StrikeInterview': {
      const { type: _type, ...data } = command;
      return [{ type: 'InterviewStruck', data }];
    }
    default:
      return unreachable(command);
  }
}

/** An interview that took place. */
export type HeldInterview = Interview['held'] & {} & { readonly id: string };

/** The interviews that took place, as far as scheduling told. */
export function heldInterviews({ interviews }: Evaluation): readonly HeldInterview[] {
  return Object.entries(interviews).flatMap(([id, { held }]) => (held ? [{ id, ...held }] : []));
}

/** An area that fewer held interviews cover than the instrument asks for. */
export interface UncoveredArea {
  readonly id: string;
  readonly has: number;
  readonly wants: number;
}

export function uncoveredAreas(state: Evaluation, { areas, rules }: Instrument): readonly UncoveredArea[] {
  const held = heldInterviews(state);
  const wants = rules.interviews.perArea;
  return areas
    .map(({ id }) => ({ id, has: held.filter(({ value }) => value.areas.includes(id)).length, wants }))
    .filter(({ has }) => has < wants);
}

/** Folds what scheduling told. */
export function evolveInterviews(state: Evaluation, event: Recorded<InterviewEvent>): Evaluation {
  switch (event.type) {
    case 'InterviewNoted': {
      const { interviewId, heldRevision, ...held } = event.data;
      return withInterview(state, interviewId, { scheduleRevision: heldRevision, held: slot(held, event) });
    }
    case 'InterviewStruck': {
      const { interviewId, cancelledRevision } = event.data;
      return withInterview(state, interviewId, { scheduleRevision: cancelledRevision });
    }
    default:
      return unreachable(event);
  }
}

function withInterview(state: Evaluation, id: string, interview: Interview): Evaluation {
  return { ...state, interviews: { ...state.interviews, [id]: interview } };
}
