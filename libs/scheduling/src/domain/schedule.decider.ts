import type { Instrument } from '@kompass/instrument';
import { own, Rejected, unreachable, type Decider } from '@kompass/kernel';
import { clashesOf, type Clash, type Who } from './appointment.js';
import { followCourse, type OpenedSchedule } from './course.js';
import { book, cancel, hold, move } from './interviews.js';
import { planErrors, templateOf, type Plan } from './plan.js';
import { groupOf, refuseMore, refuseStale } from './refusals.js';
import type {
  ChangePlan,
  EraseInvitee,
  FollowAssessors,
  FollowStatus,
  GiveAvailability,
  InvitePerson,
  OpenSchedule,
  ScheduleCommand,
} from './schedule.commands.js';
import type { ScheduleEvent } from './schedule.events.js';
import { evolve, standing, unopened, type Schedule } from './schedule.js';

/** The most people that can be invited to an evaluation, erased ones among them. */
export const mostInvitees = 500;

/** What `decide` looks up. */
export interface ScheduleReference {
  /** Of the evaluation that is opened. */
  readonly instrument?: Instrument;
  /** Who and what of an appointment is taken by other evaluations at its time, as a view has it. */
  readonly elsewhere?: readonly Who[];
}

type Events = readonly ScheduleEvent[];

/**
 * The interviews of one evaluation. At every revision those that are booked or held fit into the plan and clash with
 * none of each other.
 *
 * What follows the evaluation is never refused: messages may come again, late or in another order.
 */
export const scheduleDecider: Decider<ScheduleCommand, Schedule, ScheduleEvent, ScheduleReference> = {
  initial: unopened,
  evolve,
  decide(command, state, { instrument, elsewhere = [] }) {
    switch (command.type) {
      case 'OpenSchedule':
        return open(command, state, instrument!);
      case 'FollowAssessors':
        return followAssessors(command, state);
      case 'FollowStatus':
        return followStatus(command, state);
      case 'ChangePlan':
        return changePlan(command, followCourse(command, state));
      case 'GiveAvailability':
        return giveAvailability(command, followCourse(command, state));
      case 'InvitePerson':
        return invite(command, followCourse(command, state));
      case 'EraseInvitee':
        return erase(command, followCourse(command, state));
      case 'BookInterview':
        return book(command, followCourse(command, state), elsewhere);
      case 'MoveInterview':
        return move(command, followCourse(command, state), elsewhere);
      case 'CancelInterview':
        return cancel(command, followCourse(command, state));
      case 'HoldInterview':
        return hold(command, followCourse(command, state));
      default:
        return unreachable(command);
    }
  },
};

function open(command: OpenSchedule, state: Schedule, instrument: Instrument): Events {
  if (state.about) return [];
  const { type: _type, ...evaluation } = command;
  const areas = instrument.areas.map(({ id }) => id);
  const wanted = instrument.rules.interviews.perArea;
  return [{ type: 'ScheduleOpened', data: { ...evaluation, areas, wanted, plan: templateOf(instrument) } }];
}

function followAssessors({ assessors, revision }: FollowAssessors, { asOf }: Schedule): Events {
  return revision > asOf.assessors ? [{ type: 'AssessorsChanged', data: { assessors, revision } }] : [];
}

function followStatus({ status, revision }: FollowStatus, { asOf }: Schedule): Events {
  if (revision <= asOf.status) return [];
  return [{ type: status === 'finalised' ? 'ScheduleClosed' : 'ScheduleReopened', data: { revision } }];
}

/** @throws Rejected `stale`, `plan-invalid`, `plan-in-use` where an interview that is booked or held no longer fits */
function changePlan({ plan, basedOn }: ChangePlan, state: OpenedSchedule): Events {
  refuseStale(basedOn, plan, 'plan', state.plan);
  const errors = planErrors(plan, state.about.areas);
  if (errors.length > 0) throw new Rejected('plan-invalid', { errors });
  const unfit = misfitsOf(plan, state);
  if (unfit.length > 0) {
    const fields = [...new Set(unfit.map(({ field }) => field))];
    throw new Rejected('plan-in-use', {
      interviews: unfit,
      errors: fields.map((field) => ({ field, rule: 'in-use' })),
    });
  }
  return [{ type: 'PlanChanged', data: { plan } }];
}

/** The part of a plan that leaves an interview out. */
interface Misfit {
  readonly interview: string;
  readonly field: keyof Plan;
}

/** By the clash that shows it; people and rooms do not come to clash by a plan. */
const partOf: Partial<Readonly<Record<Clash['kind'], keyof Plan>>> = {
  day: 'days',
  break: 'breaks',
  travel: 'travel',
  group: 'groups',
};

function misfitsOf(plan: Plan, state: Schedule): readonly Misfit[] {
  const interviews = standing(state);
  return Object.entries(interviews).flatMap(([interview, value]) => {
    const { [interview]: _itself, ...others } = interviews;
    const fields = new Set<keyof Plan>();
    if (!plan.groups.some(({ key }) => key === value.group)) fields.add('groups');
    if (!plan.rooms.some(({ id }) => id === value.room)) fields.add('rooms');
    for (const { kind } of clashesOf(value, plan, others)) if (partOf[kind]) fields.add(partOf[kind]);
    return [...fields].map((field) => ({ interview, field }));
  });
}

/** @throws Rejected `who-unknown`, `stale` */
function giveAvailability({ who, windows, basedOn }: GiveAvailability, state: OpenedSchedule): Events {
  if (!isKnown(who, state)) throw new Rejected('who-unknown', { value: who });
  const given = own(state.availability, who);
  refuseStale(basedOn ?? -1, windows, `availability/${who}`, given);
  return [{ type: 'AvailabilityGiven', data: { who, windows } }];
}

function isKnown(who: Who, { plan: { value: plan }, assessors, invitees }: OpenedSchedule): boolean {
  const kind = who.slice(0, who.indexOf(':'));
  const id = who.slice(kind.length + 1);
  switch (kind) {
    case 'group':
      return plan.groups.some(({ key }) => key === id);
    case 'room':
      return plan.rooms.some((room) => room.id === id);
    case 'assessor':
      return own(assessors, id) !== undefined;
    case 'invitee':
      return own(invitees, id)?.erased === false;
    default:
      return false;
  }
}

/** @throws Rejected `already-exists`, `too-many`, `unknown-group` */
function invite({ invitee, group }: InvitePerson, state: OpenedSchedule): Events {
  if (own(state.invitees, invitee)) throw new Rejected('already-exists', { field: 'id', value: invitee });
  refuseMore(Object.keys(state.invitees).length, mostInvitees);
  groupOf(group, state);
  return [{ type: 'PersonInvited', data: { invitee, group } }];
}

/** @throws Rejected `invitee-unknown` */
function erase({ invitee }: EraseInvitee, { invitees }: Schedule): Events {
  const known = own(invitees, invitee);
  if (!known) throw new Rejected('invitee-unknown', { value: invitee });
  return known.erased ? [] : [{ type: 'InviteeErased', data: { invitee } }];
}
