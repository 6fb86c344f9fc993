import { unreachable, type Passages } from '@kompass/kernel';
import type { Projection } from '@kompass/read-store';
import type { Warning } from '../../domain/appointment.js';
import { scheduleCatalog, type ScheduleEvent } from '../../domain/schedule.events.js';
import type { Interview } from '../../domain/schedule.js';

/** One row an interview, cancelled ones too; the zone and the titles of room and group stand in the schedule's plan. */
export interface InterviewRow {
  readonly evaluation_id: string;
  readonly interview_id: string;
  readonly status: Interview['status'];
  /** Key of a group of the plan. */
  readonly group_key: string;
  readonly areas: readonly string[];
  readonly title: Passages | null;
  readonly participants: number;
  readonly start_at: string;
  readonly end_at: string;
  /** Id of a room of the plan. */
  readonly room: string;
  /** Accounts. */
  readonly assessors: readonly string[];
  /** Ids of people invited by name. */
  readonly invitees: readonly string[];
  readonly warnings: readonly Warning[];
  /** Why it was moved last, or cancelled. */
  readonly reason: Passages | null;
  readonly held_at: string | null;
  /** 0 as booked, one more with every move and with the cancellation: what calendars call SEQUENCE. */
  readonly sequence: number;
  /** Of the last change: what `basedOn` refers to. */
  readonly revision: number;
  readonly at: string;
  readonly by: string;
}

export const interviewProjection: Projection<ScheduleEvent, InterviewRow, 'evaluation_id' | 'interview_id'> =
  {
    name: 'interview',
    table: 'interview',
    key: ['evaluation_id', 'interview_id'],
    columns: [
      'evaluation_id',
      'interview_id',
      'status',
      'group_key',
      'areas',
      'title',
      'participants',
      'start_at',
      'end_at',
      'room',
      'assessors',
      'invitees',
      'warnings',
      'reason',
      'held_at',
      'sequence',
      'revision',
      'at',
      'by',
    ],
    catalogs: [scheduleCatalog],

    keysOf(event, { id }) {
      return 'interview' in event.data ? [{ evaluation_id: id, interview_id: event.data.interview }] : [];
    },

    project(row, event, { revision, at, actor: by }, key) {
      const changed = { revision, at, by };
      if (event.type === 'InterviewBooked') {
        const { interview: _interview, group: group_key, title = null, start, end, ...booking } = event.data;
        const times = { start_at: start, end_at: end, held_at: null };
        const fresh = { status: 'booked', reason: null, sequence: 0 } as const;
        return { ...key, ...fresh, group_key, title, ...times, ...booking, ...changed };
      }
      if (!row) return undefined;
      switch (event.type) {
        case 'InterviewMoved': {
          const { interview: _interview, start, end, ...move } = event.data;
          const times = { start_at: start, end_at: end };
          return { ...row, ...times, ...move, sequence: row.sequence + 1, ...changed };
        }
        case 'InterviewCancelled': {
          const { reason } = event.data;
          return { ...row, status: 'cancelled', reason, sequence: row.sequence + 1, ...changed };
        }
        case 'InterviewHeld': {
          const { heldAt: held_at, participants } = event.data;
          return { ...row, status: 'held', held_at, participants, ...changed };
        }
        case 'ScheduleOpened':
        case 'AssessorsChanged':
        case 'ScheduleClosed':
        case 'ScheduleReopened':
        case 'PlanChanged':
        case 'AvailabilityGiven':
        case 'PersonInvited':
        case 'InviteeErased':
          return row;
        default:
          return unreachable(event);
      }
    },
  };
