import { own, unreachable } from '@kompass/kernel';
import type { Projection } from '@kompass/read-store';
import { scheduleCatalog, type About, type ScheduleEvent } from '../../domain/schedule.events.js';
import type { Schedule, Slot } from '../../domain/schedule.js';
import type { Plan } from '../../domain/plan.js';

/** One row an evaluation: its plan, who may read it, whom it has invited; everything but the interviews. */
export interface ScheduleRow {
  readonly evaluation_id: string;
  /** `null` before the evaluation is heard of, and the plan with it. */
  readonly about: About | null;
  readonly plan: Slot<Plan> | null;
  readonly status: Schedule['status'];
  /** Was finalised once: everybody knows of it. */
  readonly published: boolean;
  /** Accounts assigned now. */
  readonly assessors: Schedule['assessors'];
  readonly availability: Schedule['availability'];
  readonly invitees: Schedule['invitees'];
}

export const scheduleProjection: Projection<ScheduleEvent, ScheduleRow, 'evaluation_id'> = {
  name: 'schedule',
  table: 'schedule',
  key: ['evaluation_id'],
  columns: ['evaluation_id', 'about', 'plan', 'status', 'published', 'assessors', 'availability', 'invitees'],
  catalogs: [scheduleCatalog],

  keysOf(event, { id }) {
    return 'interview' in event.data ? [] : [{ evaluation_id: id }];
  },

  project(before, event, { revision, at, actor: by }, { evaluation_id }) {
    const row = before ?? { evaluation_id, ...blank };
    const slot = <Value>(value: Value): Slot<Value> => ({ value, revision, at, by });
    switch (event.type) {
      case 'ScheduleOpened': {
        const { plan, ...about } = event.data;
        return { ...row, about, plan: slot(plan) };
      }
      case 'AssessorsChanged': {
        const byAccount = event.data.assessors.map(({ accountId, lead }) => [accountId, { lead }] as const);
        return { ...row, assessors: Object.fromEntries(byAccount) };
      }
      case 'ScheduleClosed':
        return { ...row, status: 'finalised', published: true };
      case 'ScheduleReopened':
        return { ...row, status: 'open', published: true };
      case 'PlanChanged':
        return { ...row, plan: slot(event.data.plan) };
      case 'AvailabilityGiven': {
        const { who, windows } = event.data;
        return { ...row, availability: { ...row.availability, [who]: slot(windows) } };
      }
      case 'PersonInvited': {
        const { invitee, group } = event.data;
        return { ...row, invitees: { ...row.invitees, [invitee]: { group, erased: false } } };
      }
      case 'InviteeErased': {
        const { group } = own(row.invitees, event.data.invitee)!;
        return { ...row, invitees: { ...row.invitees, [event.data.invitee]: { group, erased: true } } };
      }
      case 'InterviewBooked':
      case 'InterviewMoved':
      case 'InterviewCancelled':
      case 'InterviewHeld':
        return row;
      default:
        return unreachable(event);
    }
  },
};

const blank: Omit<ScheduleRow, 'evaluation_id'> = {
  about: null,
  plan: null,
  status: 'open',
  published: false,
  assessors: {},
  availability: {},
  invitees: {},
};
