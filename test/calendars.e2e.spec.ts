import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { routes } from '@kompass/contracts';
import { demoEvaluation, loadDemo } from '@kompass/demo';
import ICAL from 'ical.js';
import { Kompass, problemIn, type Answer } from './kompass.js';
import type { Who } from './support/accounts.js';
import { eventually } from './support/eventually.js';
import { hourOf, planInterviews } from './support/hold-interviews.js';
import { openEvaluation } from './support/open-evaluation.js';

const other = 'roros-2021';
const params = { id: other };

/** The events of a calendar by their UID, as another program reads them. */
function eventsIn({ body }: Answer): ReadonlyMap<string, ReturnType<typeof eventOf>> {
  const calendar = new ICAL.Component(ICAL.parse(body as string) as unknown[]);
  return new Map(
    calendar.getAllSubcomponents('vevent').map((each) => [new ICAL.Event(each).uid, eventOf(each)]),
  );
}

function eventOf(component: ICAL.Component) {
  const event = new ICAL.Event(component);
  return {
    summary: event.summary,
    location: event.location,
    sequence: event.sequence,
    status: component.getFirstPropertyValue('status'),
    zone: component.getFirstProperty('dtstart')!.getParameter('tzid'),
    clock: event.startDate.toString(),
    start: new Date(event.startDate.toUnixTime() * 1000).toISOString(),
  };
}

describe('calendars', () => {
  let kompass: Kompass;
  beforeAll(async () => {
    kompass = await Kompass.start();
    await loadDemo(kompass.demo);
    await openEvaluation(kompass, other);
    await planInterviews(kompass, other);
  });
  afterAll(() => kompass.stop());

  const calendarOf = async (id: string, atLeast?: string) =>
    eventsIn(
      await kompass.ask(routes.readCalendar, {
        as: 'auditor',
        params: { id },
        query: atLeast === undefined ? {} : { atLeast },
      }),
    );

  const book = async (id: string, hour: number, assessors: string[]) => {
    const lead = await kompass.as('lead');
    const about = { id, group: 'mayor', participants: 1, room: 'room-1', assessors };
    return lead.call(routes.bookInterview, { params, body: { ...about, ...hourOf(hour) } });
  };

  describe('of an evaluation', () => {
    it('has every interview, on the clocks there', async () => {
      const events = await calendarOf(demoEvaluation);
      expect(events.size).toBe(18);
      expect(events.get('interview-12@roros-2017.kompass')).toEqual({
        summary: 'Hovedtillitsvalgte',
        location: 'Møterom 1, Rådhuset',
        sequence: 1,
        status: 'CONFIRMED',
        zone: 'Europe/Oslo',
        clock: '2017-09-06T14:00:00',
        start: '2017-09-06T12:00:00.000Z',
      });
    });

    it('tells programs what was moved and what was cancelled', async () => {
      const lead = await kompass.as('lead');
      const reason = { nb: 'Ordføreren er syk.' };
      const uid = `flyttet@${other}.kompass`;
      const sequences: (number | undefined)[] = [];
      const ofInterview = { ...params, interviewId: 'flyttet' };
      const booked = await book('flyttet', 6, ['lead']);
      const first = (await calendarOf(other, booked.position)).get(uid);
      const body = { ...hourOf(7), reason, basedOn: booked.revision };
      const moved = await lead.call(routes.moveInterview, { params: ofInterview, body });
      const second = (await calendarOf(other, moved.position)).get(uid);
      const cancellation = { reason, basedOn: moved.revision };
      const cancelled = await lead.call(routes.cancelInterview, { params: ofInterview, body: cancellation });
      const third = (await calendarOf(other, cancelled.position)).get(uid);
      for (const event of [first, second, third]) sequences.push(event?.sequence);
      expect(sequences).toEqual([0, 1, 2]);
      expect([first, second, third]).toMatchObject([
        { status: 'CONFIRMED', start: hourOf(6).start },
        { status: 'CONFIRMED', start: hourOf(7).start },
        { status: 'CANCELLED', start: hourOf(7).start },
      ]);
    });

    it('is a file that nobody else keeps', async () => {
      const { media, headers } = await kompass.ask(routes.readCalendar, { as: 'lead', params });
      expect(media).toBe('text/calendar');
      expect(headers.get('cache-control')).toContain('private');
      expect(headers.get('content-disposition')).toBe(`inline; filename="${other}.ics"`);
    });
  });

  describe('of an assessor, at a secret address', () => {
    let feed: { readonly id: string; readonly path: string };
    const read = (path = feed.path) => kompass.ask({ method: 'GET', path });

    beforeAll(async () => {
      await book('begge', 8, ['lead', 'assessor']);
      const booked = await book('lederen', 9, ['lead']);
      await calendarOf(other, booked.position);
      feed = await (await kompass.as('assessor')).call(routes.createCalendarFeed);
    });

    it('has their interviews in all evaluations, and no others', async () => {
      const events = eventsIn(await read());
      expect(events.has(`begge@${other}.kompass`)).toBe(true);
      expect(events.has(`lederen@${other}.kompass`)).toBe(false);
      const ofDemo = [...events.keys()].filter((uid) => uid.endsWith(`@${demoEvaluation}.kompass`));
      expect(ofDemo).toHaveLength(12);
    });

    it('is known to whoever made it, and the address to nobody: not even to the database or the log', async () => {
      const assessor = await kompass.as('assessor');
      const { items } = await assessor.call(routes.listCalendarFeeds);
      expect(items).toEqual([{ id: feed.id, createdAt: expect.any(String) }]);
      expect((await (await kompass.as('lead')).call(routes.listCalendarFeeds)).items).toEqual([]);
      const secret = feed.path.split('/').at(-1)!.replace('.ics', '');
      const { rows } = await kompass.database.pool.query('SELECT f::text FROM scheduling.calendar_feed f');
      expect(rows).toHaveLength(1);
      expect(JSON.stringify(rows)).not.toContain(secret);
      expect(kompass.lines.filter((line) => line.includes(secret))).toEqual([]);
    });

    it('leads nowhere where it was only guessed', async () => {
      expect((await read(`/v1/calendars/${'x'.repeat(43)}.ics`)).status).toBe(404);
      expect((await read('/v1/calendars/short.ics')).status).toBe(404);
      expect((await read(feed.path.replace('.ics', ''))).status).toBe(404);
    });

    it('shows nothing more of an evaluation they were released from', async () => {
      const admin = await kompass.as('admin');
      await admin.call(routes.releaseAssessor, { params: { ...params, accountId: 'assessor' } });
      const shown = async () => [...eventsIn(await read()).keys()];
      const left = await eventually(shown, (uids) => uids.length === 12);
      expect(left.every((uid) => uid.endsWith(`@${demoEvaluation}.kompass`))).toBe(true);
    });

    it('is theirs to revoke: then it is gone', async () => {
      const revoke = (as: 'lead' | 'assessor') =>
        kompass.ask(routes.revokeCalendarFeed, { as, params: { id: feed.id } });
      expect((await revoke('lead')).status).toBe(404);
      expect((await read()).status).toBe(200);
      expect((await revoke('assessor')).status).toBe(204);
      expect((await revoke('assessor')).status).toBe(404);
      expect((await read()).status).toBe(404);
    });

    it.each<[string, Who, { readonly roles?: []; readonly disabled?: boolean }]>([
      ['is no assessor any more', 'outsider', { roles: [] }],
      ['may not sign in any more', 'second', { disabled: true }],
    ])('is gone when its owner %s', async (_, owner, change) => {
      const admin = await kompass.as('admin');
      const { path } = await (await kompass.as(owner)).call(routes.createCalendarFeed);
      expect((await read(path)).status).toBe(200);
      await admin.call(routes.changeAccount, { params: { id: owner }, body: change });
      const { status } = await eventually(
        () => read(path),
        (answer) => answer.status !== 200,
      );
      expect(status).toBe(404);
    });

    it('is one of ten at most, however many are asked for at once, and forgotten with its owner', async () => {
      const admin = await kompass.as('admin');
      const asked = Array.from({ length: 12 }, () =>
        kompass.ask(routes.createCalendarFeed, { as: 'assessor' }),
      );
      const answers = await Promise.all(asked);
      const refused = answers.filter(({ status }) => status !== 201);
      expect(refused.map(({ status }) => status)).toEqual([422, 422]);
      expect(problemIn(refused[0]!)).toMatchObject({ code: 'too-many-feeds', values: { max: 10 } });
      await admin.call(routes.eraseAccount, { params: { id: 'assessor' } });
      const left = async () => {
        const sql = 'SELECT FROM scheduling.calendar_feed WHERE account = $1';
        return (await kompass.database.pool.query(sql, ['assessor'])).rows.length;
      };
      expect(await eventually(left, (count) => count === 0)).toBe(0);
    });
  });
});
