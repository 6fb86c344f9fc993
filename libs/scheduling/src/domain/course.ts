import { own, Rejected } from '@kompass/kernel';
import type { PlanningCommand } from './schedule.commands.js';
import type { Schedule } from './schedule.js';

/** One whose evaluation was heard of. */
export type OpenedSchedule = Schedule & Required<Pick<Schedule, 'about' | 'plan'>>;

/**
 * Who may plan what, one line a command: the status of the evaluation in which it is allowed, and to which members.
 * An administrator erases without being one.
 */
const course: {
  readonly [Type in PlanningCommand['type']]: {
    readonly in: readonly Schedule['status'][];
    readonly who: 'assessor' | 'lead';
  };
} = {
  ChangePlan: { in: ['open'], who: 'lead' },
  GiveAvailability: { in: ['open'], who: 'assessor' },
  InvitePerson: { in: ['open'], who: 'assessor' },
  EraseInvitee: { in: ['open', 'finalised'], who: 'assessor' },
  BookInterview: { in: ['open'], who: 'assessor' },
  MoveInterview: { in: ['open'], who: 'assessor' },
  CancelInterview: { in: ['open'], who: 'assessor' },
  HoldInterview: { in: ['open'], who: 'assessor' },
};

/**
 * Holds a command against the course; answers the schedule that it is about.
 *
 * @throws Rejected `evaluation-unknown` (also to those who may not know that it exists), `not-a-member`,
 *   `not-the-lead`, `wrong-state`
 */
export function followCourse(command: PlanningCommand, state: Schedule): OpenedSchedule {
  const { in: allowed, who } = course[command.type];
  if (!isOpened(state)) throw new Rejected('evaluation-unknown');
  if (!(command.type === 'EraseInvitee' && command.asAdmin)) {
    const membership = own(state.assessors, command.by);
    if (!membership) throw new Rejected(state.published ? 'not-a-member' : 'evaluation-unknown');
    if (who === 'lead' && !membership.lead) throw new Rejected('not-the-lead');
  }
  if (!allowed.includes(state.status)) {
    throw new Rejected('wrong-state', { status: state.status, allowed: allowed.join(', ') });
  }
  return state;
}

function isOpened(state: Schedule): state is OpenedSchedule {
  return state.about !== undefined && state.plan !== undefined;
}
