import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { EVENT_LOG, PassageVault } from '@kompass/event-store';
import { evaluationVisibilityToken } from '@kompass/identity';
import { HTTP_OPTIONS, type HttpOptions } from '@kompass/http';
import {
  MessagingModule,
  policySubscription,
  publisher,
  referenceToken,
  type ReferenceTable,
} from '@kompass/messaging';
import { contextMigrations, contextProviders, ReadStore, ReadStoreModule } from '@kompass/read-store';
import {
  AssessorDirectory,
  InstrumentLibrary,
  ReferenceModule,
  registerMigrations,
} from '@kompass/reference';
import { BookInterviewHandler } from './features/book-interview/book-interview.command.js';
import { BookInterviewController } from './features/book-interview/book-interview.controller.js';
import { CalendarFeeds, forgetFeeds } from './features/calendar-feed/calendar-feed.adapter.js';
import { CalendarFeedController } from './features/calendar-feed/calendar-feed.controller.js';
import { calendarFeeds } from './features/calendar-feed/calendar-feed.migration.js';
import { CancelInterviewHandler } from './features/cancel-interview/cancel-interview.command.js';
import { CancelInterviewController } from './features/cancel-interview/cancel-interview.controller.js';
import { ChangePlanHandler } from './features/change-plan/change-plan.command.js';
import { ChangePlanController } from './features/change-plan/change-plan.controller.js';
import { ConflictInterceptor } from './features/conflict.interceptor.js';
import { EraseInviteeHandler } from './features/erase-invitee/erase-invitee.command.js';
import { EraseInviteeController } from './features/erase-invitee/erase-invitee.controller.js';
import { GiveAvailabilityHandler } from './features/give-availability/give-availability.command.js';
import { GiveAvailabilityController } from './features/give-availability/give-availability.controller.js';
import { HoldInterviewHandler } from './features/hold-interview/hold-interview.command.js';
import { HoldInterviewController } from './features/hold-interview/hold-interview.controller.js';
import { InvitePersonHandler } from './features/invite-person/invite-person.command.js';
import { InvitePersonController } from './features/invite-person/invite-person.controller.js';
import { MoveInterviewHandler } from './features/move-interview/move-interview.command.js';
import { MoveInterviewController } from './features/move-interview/move-interview.controller.js';
import { Invitees } from './invitees.adapter.js';
import { followEvaluation } from './policies/follow-evaluation.policy.js';
import { schedulePublication } from './schedule.publication.js';
import { Schedules } from './schedules.adapter.js';
import { CalendarController } from './views/calendar/calendar.controller.js';
import { CoverageController } from './views/coverage/coverage.controller.js';
import { interviewProjection } from './views/interview/interview.projection.js';
import { InterviewsController } from './views/interview/interviews.controller.js';
import { InviteesController } from './views/schedule/invitees.controller.js';
import { PlanController } from './views/schedule/plan.controller.js';
import { ScheduleAccess } from './views/schedule/schedule-access.adapter.js';
import { scheduleProjection } from './views/schedule/schedule.projection.js';
import { invitees, schedulingViews } from './views/scheduling.migration.js';

const schema = 'scheduling';

/** The tables of the context, for whoever makes them: this module, a restore. */
export const schedulingTables = {
  schema,
  migrations: [
    ...contextMigrations(schema),
    ...registerMigrations(schema, ['person']),
    schedulingViews,
    invitees,
    calendarFeeds,
  ],
};

const readStore = ReadStoreModule.forContext({
  ...schedulingTables,
  projections: [scheduleProjection, interviewProjection],
});

const references = ReferenceModule.forContext({ schema, imports: [readStore], more: ['person'] });

/** What the parts of the context share: its streams and what it has heard of the others. */
@Module({
  imports: [readStore, references],
  providers: [
    ...contextProviders(schema),
    {
      provide: Schedules,
      inject: [EVENT_LOG, PassageVault, InstrumentLibrary, ReadStore],
      useFactory: (...parts: ConstructorParameters<typeof Schedules>) => new Schedules(...parts),
    },
    {
      provide: AssessorDirectory,
      inject: [referenceToken(schema, 'person')],
      useFactory: (table: ReferenceTable<'person'>) => new AssessorDirectory(table),
    },
    {
      provide: CalendarFeeds,
      inject: [ReadStore, HTTP_OPTIONS],
      useFactory: (store: ReadStore, { now }: HttpOptions) => new CalendarFeeds(store, now),
    },
    Invitees,
    ScheduleAccess,
    { provide: evaluationVisibilityToken(schema), useExisting: ScheduleAccess },
  ],
  exports: [
    ReadStore,
    PassageVault,
    references,
    AssessorDirectory,
    Schedules,
    CalendarFeeds,
    Invitees,
    ScheduleAccess,
  ],
})
class SchedulingStreamsModule {}

/** Scheduling: the interviews of an evaluation, planned, booked and held, from its opening to its finalisation. */
@Module({
  imports: [
    CqrsModule,
    SchedulingStreamsModule,
    MessagingModule.forContext({
      schema,
      imports: [SchedulingStreamsModule],
      inject: [Schedules, CalendarFeeds],
      useFactory: (schedules: Schedules, feeds: CalendarFeeds) => ({
        publishers: [publisher(schedulePublication, schedules)],
        subscriptions: [policySubscription(schema, followEvaluation, schedules), forgetFeeds(feeds)],
      }),
    }),
  ],
  controllers: [
    PlanController,
    ChangePlanController,
    GiveAvailabilityController,
    InviteesController,
    InvitePersonController,
    EraseInviteeController,
    InterviewsController,
    BookInterviewController,
    MoveInterviewController,
    CancelInterviewController,
    HoldInterviewController,
    CoverageController,
    CalendarController,
    CalendarFeedController,
  ],
  providers: [
    ChangePlanHandler,
    GiveAvailabilityHandler,
    InvitePersonHandler,
    EraseInviteeHandler,
    BookInterviewHandler,
    MoveInterviewHandler,
    CancelInterviewHandler,
    HoldInterviewHandler,
    ConflictInterceptor,
  ],
})
export class SchedulingModule {}
