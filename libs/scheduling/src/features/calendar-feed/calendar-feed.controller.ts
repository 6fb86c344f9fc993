import { Controller, type StreamableFile } from '@nestjs/common';
import { pathOf, routes, type AnswerOf, type InputOf } from '@kompass/contracts';
import { PassageVault } from '@kompass/event-store';
import { Endpoint, Input, Who, type Principal } from '@kompass/http';
import { own, Rejected } from '@kompass/kernel';
import { ReadStore } from '@kompass/read-store';
import { AssessorDirectory } from '@kompass/reference';
import { calendarEntries } from '../../views/calendar/calendar-entries.query.js';
import { calendarFile } from '../../views/calendar/calendar-file.answer.js';
import { CalendarFeeds } from './calendar-feed.adapter.js';

/** Calendars at secret addresses: a calendar program signs in nowhere. */
@Controller()
export class CalendarFeedController {
  constructor(
    private readonly feeds: CalendarFeeds,
    private readonly assessors: AssessorDirectory,
    private readonly store: ReadStore,
    private readonly vault: PassageVault,
  ) {}

  @Endpoint(routes.listCalendarFeeds)
  async list(@Who() { accountId }: Principal): Promise<AnswerOf<typeof routes.listCalendarFeeds>> {
    return { items: await this.feeds.list(accountId) };
  }

  @Endpoint(routes.createCalendarFeed)
  async create(@Who() { accountId }: Principal): Promise<AnswerOf<typeof routes.createCalendarFeed>> {
    const { id, secret } = await this.feeds.create(accountId);
    return { id, path: pathOf(routes.readCalendarFeed, { secret }) };
  }

  @Endpoint(routes.revokeCalendarFeed)
  revoke(
    @Input() { params: { id } }: InputOf<typeof routes.revokeCalendarFeed>,
    @Who() { accountId }: Principal,
  ): Promise<void> {
    return this.feeds.revoke(accountId, id);
  }

  /** Shows what its owner may read: nothing any more of an evaluation they were released from. */
  @Endpoint(routes.readCalendarFeed)
  async read(
    @Input() { params: { secret } }: InputOf<typeof routes.readCalendarFeed>,
  ): Promise<StreamableFile> {
    const account = await this.feeds.accountOf(secret);
    if (!(await this.assessors.isAssessor(account))) throw new Rejected('not-found');
    const theirs = ['assessors @> $1::jsonb', JSON.stringify([account])] as const;
    const isAssigned = ({ assessors }: { readonly assessors: Readonly<Record<string, object>> }) =>
      own(assessors, account) !== undefined;
    return calendarFile('interviews', await calendarEntries(this.store, this.vault, theirs, isAssigned));
  }
}
