import { describe, expect, it } from '@jest/globals';
import { Rejected, type Recorded } from '@kompass/kernel';
import fc from 'fast-check';
import { clashesOf } from './appointment.js';
import type { ScheduleCommand } from './schedule.commands.js';
import { scheduleDecider } from './schedule.decider.js';
import type { ScheduleEvent } from './schedule.events.js';
import { instrument, openSchedule, oslo, planOf, sealedText } from './schedule.fixtures.js';
import { evolve, standing, unopened, type Schedule } from './schedule.js';

// Mostly what is accepted: what is refused changes nothing, and shows little.
const by = fc.constantFrom('lead', 'lead', 'lead', 'assessor', 'stranger');
const interview = fc.constantFrom('one', 'two', 'three', 'four');
/** Somebody who has seen what stands now, whatever that is by then. */
const seen = -1;
const basedOn = fc.oneof(
  { weight: 3, arbitrary: fc.constant(seen) },
  { weight: 1, arbitrary: fc.integer({ min: 0, max: 12 }) },
);
const group = fc.constantFrom('mayor', 'directors');
const room = fc.constantFrom('room-1', 'room-2', 'room-3');
const assessors = fc.subarray(['lead', 'assessor'], { minLength: 1 });
const invitees = fc.oneof(fc.constant([]), fc.subarray(['kari', 'ola']));
const times = fc
  .record({
    day: fc.constantFrom(5, 6, 8),
    hour: fc.integer({ min: 7, max: 15 }),
    minutes: fc.constantFrom(30, 60, 90),
  })
  .map(({ day, hour, minutes }) => {
    const start = oslo(`${String(hour).padStart(2, '0')}:00`, day);
    return { start, end: new Date(Date.parse(start) + minutes * 60_000).toISOString() };
  });
const reason = sealedText();
const both = [
  { accountId: 'lead', lead: true },
  { accountId: 'assessor', lead: false },
];

const plan = fc.record({
  days: fc.subarray([...planOf().days], { minLength: 1 }),
  rooms: fc.subarray([...planOf().rooms], { minLength: 2 }),
  minutes: fc.constantFrom(5, 30, 60),
  groups: fc.subarray([...planOf().groups], { minLength: 5 }),
  people: fc.constantFrom(1, 3),
});

const follow: fc.Arbitrary<ScheduleCommand> = fc.oneof(
  fc.constant(openSchedule()),
  fc.record({
    type: fc.constant('FollowAssessors' as const),
    assessors: fc.subarray(both),
    revision: fc.integer({ min: 0, max: 12 }),
  }),
  fc.record({
    type: fc.constant('FollowStatus' as const),
    status: fc.constantFrom('open' as const, 'finalised' as const),
    revision: fc.integer({ min: 0, max: 12 }),
  }),
);

const changePlan = fc
  .record({ by, basedOn, over: plan })
  .map(({ over: { minutes, groups, people, ...over }, ...rest }) => {
    const travel = [{ between: ['school', 'town-hall'] as const, minutes }];
    return {
      type: 'ChangePlan' as const,
      ...rest,
      plan: planOf({ ...over, travel, groups: groups.map((group) => ({ ...group, people })) }),
    };
  });

const invitee = fc.constantFrom('kari', 'ola');
const people: fc.Arbitrary<ScheduleCommand> = fc.oneof(
  fc.record({ type: fc.constant('InvitePerson' as const), by, invitee, group }),
  fc.record({ type: fc.constant('EraseInvitee' as const), by, invitee, asAdmin: fc.boolean() }),
);

const book = fc
  .record({ by, interview, group, room, assessors, invitees, times })
  .map(({ times, ...rest }) => ({ type: 'BookInterview' as const, participants: 1, ...rest, ...times }));

const change: fc.Arbitrary<ScheduleCommand> = fc.oneof(
  fc
    .record({ by, interview, basedOn, room, times })
    .map(({ times, ...rest }) => ({ type: 'MoveInterview' as const, reason, ...rest, ...times })),
  fc
    .record({ by, interview, basedOn })
    .map((rest) => ({ type: 'CancelInterview' as const, reason, ...rest })),
  fc.record({ by, interview, basedOn }).map((rest) => ({ type: 'HoldInterview' as const, ...rest })),
);

const command: fc.Arbitrary<ScheduleCommand> = fc.oneof(
  { weight: 1, arbitrary: follow },
  { weight: 20, arbitrary: changePlan },
  { weight: 10, arbitrary: people },
  { weight: 40, arbitrary: book },
  { weight: 20, arbitrary: change },
);

/** Long enough for something to happen. */
const course = fc.array(command, { minLength: 20, maxLength: 60 });

const begun: readonly ScheduleCommand[] = [
  openSchedule(),
  {
    type: 'FollowAssessors',
    assessors: both,
    revision: 2,
  },
  { type: 'ChangePlan', by: 'lead', plan: planOf(), basedOn: 0 },
];

/** Applies commands one after the other; what is refused changes nothing. Answers the state after each event. */
function run(commands: readonly ScheduleCommand[]): {
  states: Schedule[];
  events: Recorded<ScheduleEvent>[];
} {
  const states = [unopened];
  const events: Recorded<ScheduleEvent>[] = [];
  for (const each of commands) {
    try {
      const command = informed(each, states.at(-1)!);
      for (const event of scheduleDecider.decide(command, states.at(-1)!, { instrument })) {
        const meta = { revision: events.length, at: '2017-08-21T08:00:00.000Z', actor: 'somebody' };
        const recorded = { ...event, meta } as Recorded<ScheduleEvent>;
        events.push(recorded);
        states.push(evolve(states.at(-1)!, recorded));
      }
    } catch (error) {
      if (!(error instanceof Rejected)) throw error;
    }
  }
  return { states, events };
}

/** The command with the revision that its author has seen. */
function informed(command: ScheduleCommand, { plan, interviews }: Schedule): ScheduleCommand {
  if (!('basedOn' in command) || command.basedOn !== seen) return command;
  const slot = 'interview' in command ? interviews[command.interview] : plan;
  return { ...command, basedOn: slot?.revision ?? 0 };
}

describe('any course of a schedule', () => {
  it('leaves at every revision no interview that clashes with another or with the plan', () => {
    fc.assert(
      fc.property(course, (commands) => {
        for (const state of run([...begun, ...commands]).states) {
          const interviews = standing(state);
          for (const [id, interview] of Object.entries(interviews)) {
            const { [id]: _itself, ...others } = interviews;
            const plan = state.plan!.value;
            expect(clashesOf(interview, plan, others)).toEqual([]);
            expect(plan.rooms.map((each) => each.id)).toContain(interview.room);
            expect(plan.groups.map(({ key }) => key)).toContain(interview.group);
          }
        }
      }),
    );
  });

  it('folds to the same state from the log as it did live', () => {
    fc.assert(
      fc.property(course, (commands) => {
        const { states, events } = run([...begun, ...commands]);
        const stored = JSON.parse(JSON.stringify(events)) as Recorded<ScheduleEvent>[];
        expect(JSON.stringify(stored.reduce(evolve, unopened))).toBe(JSON.stringify(states.at(-1)));
      }),
    );
  });

  it('changes an interview only for who had seen it as it was', () => {
    const revision = fc.integer({ min: 3, max: 40 });
    fc.assert(
      fc.property(course, change, revision, (commands, last, basedOn) => {
        const before = run([...begun, ...commands]);
        const late = { ...last, basedOn } as typeof last & { readonly interview: string };
        if (before.states.at(-1)!.interviews[late.interview]?.revision === basedOn) return;
        expect(run([...begun, ...commands, late]).events.length).toBe(before.events.length);
      }),
    );
  });
});
