import { describe, expect, it } from '@jest/globals';
import { specOf } from '@kompass/testing';
import { mostInterviews } from './interviews.js';
import { mostInvitees, scheduleDecider } from './schedule.decider.js';
import {
  assessorsChanged,
  bookInterview,
  cancelInterview,
  changePlan,
  holdInterview,
  instrument,
  interviewBooked,
  interviewCancelled,
  interviewHeld,
  interviewMoved,
  moveInterview,
  openSchedule,
  oslo,
  personInvited,
  planChanged,
  planOf,
  scheduleOpened,
  sealedText,
  underWay,
} from './schedule.fixtures.js';
import { standing } from './schedule.js';

const given = specOf(scheduleDecider, { instrument });
const givenTaken = specOf(scheduleDecider, { elsewhere: ['assessor:lead', 'room:room-1'] });
const erased = { type: 'InviteeErased', data: { invitee: 'kari' } } as const;
const erase = { type: 'EraseInvitee', by: 'lead', invitee: 'kari', asAdmin: false } as const;
const closed = { type: 'ScheduleClosed', data: { revision: 9 } } as const;
const reopened = { type: 'ScheduleReopened', data: { revision: 10 } } as const;

describe('following the evaluation', () => {
  it('begins with the groups of the instrument', () => {
    given().when(openSchedule()).then(scheduleOpened());
    given(scheduleOpened()).when(openSchedule()).then();
    const { plan } = given(scheduleOpened()).state;
    expect(plan!.value.groups.map(({ key }) => key)).toEqual(
      instrument.rules.interviews.groups.map(({ key }) => key),
    );
  });

  it('knows who assesses, whatever comes first; what is older never wins', () => {
    const follow = (accountId: string, revision: number) =>
      ({ type: 'FollowAssessors', assessors: [{ accountId, lead: false }], revision }) as const;
    given()
      .when(follow('early', 1))
      .then({
        type: 'AssessorsChanged',
        data: { assessors: [{ accountId: 'early', lead: false }], revision: 1 },
      });
    given(assessorsChanged(['lead'], 7))
      .when(follow('older', 6))
      .then();
    given(assessorsChanged(['lead'], 7))
      .when(follow('same', 7))
      .then();
  });

  it('closes and opens again; what is older never wins', () => {
    given(...underWay)
      .when({ type: 'FollowStatus', status: 'finalised', revision: 9 })
      .then(closed);
    given(...underWay, closed)
      .when({ type: 'FollowStatus', status: 'finalised', revision: 9 })
      .then();
    given(...underWay, closed)
      .when({ type: 'FollowStatus', status: 'open', revision: 10 })
      .then(reopened);
    given(...underWay, closed, reopened)
      .when({ type: 'FollowStatus', status: 'finalised', revision: 9 })
      .then();
    given(closed).when(openSchedule()).then(scheduleOpened());
  });
});

describe('who may plan', () => {
  it('is who assesses; the plan is the lead’s', () => {
    given().when(bookInterview()).thenRejected('evaluation-unknown');
    given(assessorsChanged()).when(bookInterview()).thenRejected('evaluation-unknown');
    given(...underWay)
      .when(bookInterview({ by: 'stranger' }))
      .thenRejected('evaluation-unknown');
    given(...underWay, closed)
      .when(bookInterview({ by: 'stranger' }))
      .thenRejected('not-a-member');
    given(...underWay)
      .when({ ...changePlan(), by: 'assessor' })
      .thenRejected('not-the-lead');
    given(...underWay)
      .when(bookInterview({ by: 'assessor' }))
      .then(interviewBooked());
  });

  it('is nobody while the evaluation is finalised, and they again once it is reopened', () => {
    for (const command of [
      changePlan({}, 2),
      bookInterview(),
      moveInterview(),
      cancelInterview(),
      holdInterview(),
    ])
      given(...underWay, interviewBooked({ interview: 'other' }), closed)
        .when(command)
        .thenRejected('wrong-state', { status: 'finalised', allowed: 'open' });
    given(...underWay, closed, reopened)
      .when(bookInterview())
      .then(interviewBooked());
  });
});

describe('the plan', () => {
  it('is changed by who saw it last', () => {
    given(scheduleOpened(), assessorsChanged()).when(changePlan()).then(planChanged());
    given(...underWay)
      .when(changePlan({ days: [] }))
      .thenRejected('stale', {
        basedOn: 0,
        yours: planOf({ days: [] }),
        slots: [{ slot: 'plan', value: planOf(), revision: 2, by: 'somebody' }],
      });
  });

  it('does not contradict itself', () => {
    given(...underWay)
      .when(changePlan({ places: [] }, 2))
      .thenRejected('plan-invalid', {
        errors: expect.arrayContaining([{ field: 'rooms.0.place', rule: 'unknown-place' }]),
      });
  });

  it.each([
    ['days', { days: planOf().days.slice(1) }],
    ['days', { days: planOf().days.map((day) => ({ ...day, from: '09:30' })) }],
    ['days', { timeZone: 'Asia/Tokyo' }],
    ['breaks', { breaks: [{ id: 'coffee', title: { nb: 'Kaffe' }, from: '09:30', to: '09:45' }] }],
    ['rooms', { rooms: planOf().rooms.slice(1) }],
    ['groups', { groups: [] }],
    ['travel', { travel: [{ between: ['town-hall', 'school'] as const, minutes: 45 }] }],
  ])('leaves no interview out: %s', (field, over) => {
    const later = { start: oslo('10:30'), end: oslo('11:00'), room: 'room-3', interview: 'second' };
    const story = given(...underWay, interviewBooked(), interviewBooked(later));
    const detail = { interviews: expect.arrayContaining([{ interview: 'first', field }]) };
    story
      .when(changePlan(over, 2))
      .thenRejected('plan-in-use', { ...detail, errors: [{ field, rule: 'in-use' }] });
    given(
      ...underWay,
      interviewBooked(),
      interviewBooked(later),
      interviewCancelled('first'),
      interviewCancelled('second'),
    )
      .when(changePlan(over, 2))
      .then(planChanged(over));
  });
});

describe('availability', () => {
  const windows = [{ start: oslo('13:00'), end: oslo('15:00') }];
  const give = { type: 'GiveAvailability', by: 'assessor', who: 'group:mayor', windows } as const;
  const gave = { type: 'AvailabilityGiven', data: { who: 'group:mayor', windows } } as const;

  it('is given for whoever the plan knows', () => {
    given(...underWay)
      .when(give)
      .then(gave);
    const story = given(...underWay, personInvited());
    for (const who of ['assessor:lead', 'room:room-2', 'invitee:kari'])
      story.when({ ...give, who }).then({ ...gave, data: { ...gave.data, who } });
    for (const who of ['assessor:stranger', 'room:room-9', 'invitee:ola', 'group:kings'])
      story.when({ ...give, who }).thenRejected('who-unknown', { value: who });
    given(...underWay, personInvited(), erased)
      .when({ ...give, who: 'invitee:kari' })
      .thenRejected('who-unknown');
  });

  it('takes the place of what its author saw', () => {
    const slots = [{ slot: 'availability/group:mayor', value: windows, revision: 3 }];
    given(...underWay, gave)
      .when(give)
      .thenRejected('stale', { yours: windows, slots });
    given(...underWay, gave)
      .when({ ...give, basedOn: 3 })
      .then(gave);
    given(...underWay)
      .when({ ...give, basedOn: 3 })
      .thenRejected('stale', { slots: [] });
  });

  it('marks a booking outside of it, and what others have taken, and refuses neither', () => {
    const warnings = [{ kind: 'unavailable', who: 'group:mayor' }] as const;
    given(...underWay, gave)
      .when(bookInterview())
      .then(interviewBooked({ warnings }));
    const within = { start: oslo('13:00'), end: oslo('15:00') };
    given(...underWay, gave)
      .when(bookInterview(within))
      .then(interviewBooked(within));
    const elsewhere = ['assessor:lead', 'room:room-1'].map((who) => ({ kind: 'elsewhere', who }) as const);
    givenTaken(...underWay)
      .when(bookInterview())
      .then(interviewBooked({ warnings: elsewhere }));
    givenTaken(...underWay, interviewBooked())
      .when(moveInterview())
      .then(interviewMoved({ warnings: elsewhere }));
  });
});

describe('people who are invited', () => {
  const invite = { type: 'InvitePerson', by: 'assessor', invitee: 'kari', group: 'mayor' } as const;

  it('belong to a group of the plan', () => {
    given(...underWay)
      .when(invite)
      .then(personInvited());
    given(...underWay)
      .when({ ...invite, group: 'kings' })
      .thenRejected('unknown-group', { field: 'group' });
    given(...underWay, personInvited())
      .when(invite)
      .thenRejected('already-exists', { field: 'id' });
    given(...underWay, personInvited(), erased)
      .when(invite)
      .thenRejected('already-exists');
  });

  it('are erased by who assesses and by administrators, at any time', () => {
    for (const story of [given(...underWay, personInvited()), given(...underWay, personInvited(), closed)]) {
      story.when(erase).then(erased);
      story.when({ ...erase, by: 'admin', asAdmin: true }).then(erased);
    }
    given(...underWay, personInvited(), erased)
      .when(erase)
      .then();
    given(...underWay)
      .when(erase)
      .thenRejected('invitee-unknown');
    given()
      .when({ ...erase, asAdmin: true })
      .thenRejected('evaluation-unknown');
  });

  it('are not endless', () => {
    const crowd = Array.from({ length: mostInvitees }, (_, index) => personInvited(`person-${index}`));
    given(...underWay, ...crowd)
      .when(invite)
      .thenRejected('too-many', { max: mostInvitees });
  });
});

describe('booking', () => {
  it('covers the areas of its group, or those it names', () => {
    given(...underWay)
      .when(bookInterview())
      .then(interviewBooked());
    given(...underWay)
      .when(bookInterview({ areas: ['2'], title: sealedText('Oppvekst') }))
      .then(interviewBooked({ areas: ['2'], title: sealedText('Oppvekst') }));
  });

  it.each([
    ['unknown-group', 'group', { group: 'kings' }],
    ['unknown-area', 'areas', { areas: ['1', '9'] }],
    ['unknown-room', 'room', { room: 'room-9' }],
    ['not-assigned', 'assessors', { assessors: ['lead', 'stranger'] }],
    ['unknown-invitee', 'invitees', { invitees: ['ola'] }],
    ['unknown-invitee', 'invitees', { invitees: ['kari'] }],
  ])('is refused as %s', (code, field, over) => {
    given(...underWay, personInvited(), erased)
      .when(bookInterview(over))
      .thenRejected(code, { field });
  });

  it('is refused with all it clashes with', () => {
    const story = given(...underWay, personInvited(), interviewBooked({ invitees: ['kari'] }));
    story
      .when(bookInterview({ interview: 'second', invitees: ['kari'], assessors: ['lead'] }))
      .thenRejected('interview-clash', {
        clashes: [
          { kind: 'room', who: 'room:room-1', with: 'first' },
          { kind: 'assessor', who: 'assessor:lead', with: 'first' },
          { kind: 'invitee', who: 'invitee:kari', with: 'first' },
          { kind: 'group', who: 'group:mayor', with: 'first' },
        ],
        errors: ['room', 'assessors', 'invitees', 'group'].map((field) => ({ field, rule: 'taken' })),
      });
    story
      .when(bookInterview({ interview: 'second', start: oslo('10:10'), end: oslo('11:40'), room: 'room-3' }))
      .thenRejected('interview-clash', {
        clashes: [
          { kind: 'break', with: 'lunch' },
          { kind: 'travel', who: 'assessor:lead', with: 'first' },
          { kind: 'travel', who: 'assessor:assessor', with: 'first' },
          { kind: 'travel', who: 'group:mayor', with: 'first' },
        ],
        errors: [
          { field: 'start', rule: 'in-a-break' },
          { field: 'start', rule: 'no-time-to-travel' },
        ],
      });
    story
      .when(bookInterview({ interview: 'second', start: oslo('09:00', 8), end: oslo('10:00', 8) }))
      .thenRejected('interview-clash', { clashes: [{ kind: 'day', with: '2017-09-08' }] });
  });

  it('of one person in two rooms at once is refused, of a larger group not', () => {
    const beside = { interview: 'second', room: 'room-2', assessors: ['assessor'] };
    const first = { assessors: ['lead'] };
    given(...underWay, interviewBooked(first))
      .when(bookInterview(beside))
      .thenRejected('interview-clash', {
        clashes: [{ kind: 'group', who: 'group:mayor', with: 'first' }],
        errors: [{ field: 'group', rule: 'taken' }],
      });
    const mayors = planOf().groups.map((each) => (each.key === 'mayor' ? { ...each, people: 2 } : each));
    const two = [scheduleOpened(), assessorsChanged(), planChanged({ groups: mayors })] as const;
    given(...two, interviewBooked(first))
      .when(bookInterview(beside))
      .then(interviewBooked(beside));
    given(...two, interviewBooked(first), interviewBooked(beside))
      .when(changePlan({}, 2))
      .thenRejected('plan-in-use', { errors: [{ field: 'groups', rule: 'in-use' }] });
  });

  it('begins as another ends, and takes the place of one that is cancelled', () => {
    const next = { interview: 'second', start: oslo('10:00'), end: oslo('11:00') };
    given(...underWay, interviewBooked())
      .when(bookInterview(next))
      .then(interviewBooked(next));
    given(...underWay, interviewBooked(), interviewCancelled())
      .when(bookInterview({ interview: 'second' }))
      .then(interviewBooked({ interview: 'second' }));
    given(...underWay, interviewBooked(), interviewHeld())
      .when(bookInterview({ interview: 'second' }))
      .thenRejected('interview-clash');
  });

  it('has an id of its own, and an end', () => {
    given(...underWay, interviewBooked(), interviewCancelled())
      .when(bookInterview())
      .thenRejected('already-exists', { field: 'id', value: 'first' });
    const many = Array.from({ length: mostInterviews }, (_, index) =>
      interviewBooked({ interview: `i-${index}` }),
    );
    given(...underWay, ...many)
      .when(bookInterview())
      .thenRejected('too-many', { max: mostInterviews });
  });
});

describe('an interview that is booked', () => {
  it('moves, and only what is said changes', () => {
    given(...underWay, interviewBooked())
      .when(moveInterview())
      .then(interviewMoved());
    given(...underWay, interviewBooked())
      .when(moveInterview({ room: 'room-3', assessors: ['assessor'] }))
      .then(interviewMoved({ room: 'room-3', assessors: ['assessor'] }));
    given(...underWay, interviewBooked())
      .when(moveInterview({ start: oslo('09:30'), end: oslo('10:30') }))
      .then(interviewMoved({ start: oslo('09:30'), end: oslo('10:30') }));
  });

  it('keeps who was invited to it, also once they are erased', () => {
    const invited = [personInvited(), interviewBooked({ invitees: ['kari'] }), erased];
    given(...underWay, ...invited)
      .when(moveInterview({ basedOn: 4 }))
      .then(interviewMoved({ invitees: ['kari'] }));
    given(...underWay, ...invited)
      .when(moveInterview({ basedOn: 4, invitees: ['kari'] }))
      .thenRejected('unknown-invitee');
  });

  it('does not move to where it clashes, nor stay with whom is released', () => {
    given(
      ...underWay,
      interviewBooked(),
      interviewBooked({ interview: 'second', start: oslo('13:30'), end: oslo('14:30') }),
    )
      .when(moveInterview())
      .thenRejected('interview-clash', {
        clashes: expect.arrayContaining([{ kind: 'room', who: 'room:room-1', with: 'second' }]),
      });
    given(...underWay, interviewBooked(), assessorsChanged(['lead'], 8))
      .when(moveInterview())
      .thenRejected('not-assigned', { value: 'assessor' });
  });

  it('is held once, as it was booked or otherwise', () => {
    given(...underWay, interviewBooked())
      .when(holdInterview())
      .then(interviewHeld());
    const otherwise = { heldAt: oslo('09:05'), participants: 2 };
    given(...underWay, interviewBooked())
      .when(holdInterview(otherwise))
      .then(interviewHeld(otherwise));
    given(...underWay, interviewBooked(), interviewHeld())
      .when(holdInterview({ basedOn: 4 }))
      .thenRejected('interview-over', { status: 'held', allowed: 'booked' });
    given(...underWay, interviewBooked(), interviewHeld())
      .when(moveInterview({ basedOn: 4 }))
      .thenRejected('interview-over', { status: 'held' });
  });

  it('is cancelled for good, also after it was held', () => {
    given(...underWay, interviewBooked())
      .when(cancelInterview())
      .then(interviewCancelled());
    const held = given(...underWay, interviewBooked(), interviewHeld());
    held.when(cancelInterview({ basedOn: 4 })).then(interviewCancelled());
    const cancelled = given(...underWay, interviewBooked(), interviewCancelled());
    for (const command of [moveInterview, cancelInterview, holdInterview])
      cancelled.when(command({ basedOn: 4 })).thenRejected('interview-over', { status: 'cancelled' });
    expect(standing(cancelled.state)).toEqual({});
  });

  it('is changed by who saw it last: who is late is told both', () => {
    const story = given(...underWay, interviewBooked(), interviewMoved());
    const slots = [{ slot: 'interview/first', revision: 4, by: 'somebody', value: { start: oslo('13:00') } }];
    const { start, end, reason } = moveInterview();
    story.when(moveInterview()).thenRejected('stale', { basedOn: 3, yours: { start, end, reason }, slots });
    story.when(cancelInterview()).thenRejected('stale', { yours: { reason: sealedText() }, slots });
    story.when(holdInterview()).thenRejected('stale', { slots });
    for (const command of [moveInterview, cancelInterview, holdInterview])
      story.when(command({ interview: 'none' })).thenRejected('interview-unknown', { value: 'none' });
  });
});
