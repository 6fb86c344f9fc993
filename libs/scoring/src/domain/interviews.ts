import type { Instrument } from '@kompass/instrument';
import { own, unreachable } from '@kompass/kernel';
import type { EvaluationCommand, InterviewCommand } from './evaluation.commands.js';
import type { EvaluationEvent } from './evaluation.events.js';
import type { Evaluation, Interview } from './evaluation.js';

export function isInterviewCommand(command: EvaluationCommand): command is InterviewCommand {
  return command.type === 'NoteInterview' || command.type === 'StrikeInterview';
}

/**
 * Takes over what scheduling told of an interview, wherever the evaluation is in its course: no score changes by it,
 * and only a finalisation asks for it. Whatever the order of the messages, the latest word on an interview holds.
 *
 * @returns nothing for what is not newer than what is known
 */
export function hearOfInterview(command: InterviewCommand, state: Evaluation): readonly EvaluationEvent[] {
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
