import type { Passages } from '@kompass/kernel';
import type { Appointment, Who } from './appointment.js';
import type { Plan } from './plan.js';
import type { About, Subject } from './schedule.events.js';
import type { Window } from './time.js';

/** The evaluation was opened. */
export interface OpenSchedule extends Pick<About, 'evaluation' | 'municipality' | 'instrument' | 'language'> {
  readonly type: 'OpenSchedule';
}

/** Everybody who assesses the evaluation at its `revision`. */
export interface FollowAssessors {
  readonly type: 'FollowAssessors';
  readonly assessors: readonly { readonly accountId: string; readonly lead: boolean }[];
  readonly revision: number;
}

/** The evaluation was finalised, or opened again, at its `revision`. */
export interface FollowStatus {
  readonly type: 'FollowStatus';
  readonly status: 'open' | 'finalised';
  readonly revision: number;
}

/** What a policy makes of scoring's messages. */
export type FollowingCommand = OpenSchedule | FollowAssessors | FollowStatus;

interface ByAccount {
  /** The account that acts. Its system role was checked at the edge, its membership is checked here. */
  readonly by: string;
}

export interface ChangePlan extends ByAccount {
  readonly type: 'ChangePlan';
  readonly plan: Plan;
  /** Revision at which its author saw the plan. */
  readonly basedOn: number;
}

export interface GiveAvailability extends ByAccount {
  readonly type: 'GiveAvailability';
  readonly who: Who;
  readonly windows: readonly Window[];
  /** Revision at which its author saw what they had given; nothing where they had not. */
  readonly basedOn?: number;
}

export interface InvitePerson extends ByAccount {
  readonly type: 'InvitePerson';
  readonly invitee: string;
  readonly group: string;
}

export interface EraseInvitee extends ByAccount {
  readonly type: 'EraseInvitee';
  readonly invitee: string;
  /** An administrator erases without being a member. */
  readonly asAdmin: boolean;
}

export interface BookInterview extends ByAccount, Omit<Subject, 'areas'>, Appointment {
  readonly type: 'BookInterview';
  readonly interview: string;
  /** Those of the group where absent. */
  readonly areas?: readonly string[];
}

interface OfInterview extends ByAccount {
  readonly interview: string;
  /** Revision at which its author saw the interview. */
  readonly basedOn: number;
}

/** To another time; the rest stays as it is where nothing else is said. */
export interface MoveInterview extends OfInterview, Window, Partial<Omit<Appointment, keyof Window>> {
  readonly type: 'MoveInterview';
  readonly reason: Passages;
}

export interface CancelInterview extends OfInterview {
  readonly type: 'CancelInterview';
  readonly reason: Passages;
}

export interface HoldInterview extends OfInterview {
  readonly type: 'HoldInterview';
  /** As it was booked where absent. */
  readonly heldAt?: string;
  /** As many as were expected where absent. */
  readonly participants?: number;
}

export type PlanningCommand =
  | ChangePlan
  | GiveAvailability
  | InvitePerson
  | EraseInvitee
  | BookInterview
  | MoveInterview
  | CancelInterview
  | HoldInterview;

export type ScheduleCommand = FollowingCommand | PlanningCommand;
