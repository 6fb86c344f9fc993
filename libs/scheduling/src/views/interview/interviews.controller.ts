import { Controller } from '@nestjs/common';
import { routes, type AnswerOf, type InputOf } from '@kompass/contracts';
import { PassageVault } from '@kompass/event-store';
import { Endpoint, Input, Who, type Reader } from '@kompass/http';
import { caughtUp, ReadStore } from '@kompass/read-store';
import { Invitees } from '../../invitees.adapter.js';
import { ScheduleAccess } from '../schedule/schedule-access.adapter.js';
import { scheduleProjection } from '../schedule/schedule.projection.js';
import { interviewIn, shownInterview } from './interview.answer.js';
import { interviewProjection } from './interview.projection.js';
import { interviewsOf } from './interviews.query.js';

@Controller()
export class InterviewsController {
  constructor(
    private readonly store: ReadStore,
    private readonly access: ScheduleAccess,
    private readonly vault: PassageVault,
    private readonly invitees: Invitees,
  ) {}

  @Endpoint(routes.listInterviews)
  async list(
    @Input() { params: { id }, query }: InputOf<typeof routes.listInterviews>,
    @Who() reader: Reader,
  ): Promise<AnswerOf<typeof routes.listInterviews>> {
    await caughtUp(this.store, [scheduleProjection, interviewProjection], query.atLeast);
    const { invitees } = await this.access.demand(reader, id);
    const { rows, revision } = await interviewsOf(this.store, id);
    const slots = await this.vault.open(rows.map(interviewIn));
    const names = await this.invitees.of(id, invitees);
    const items = slots.map(({ value, ...set }, index) => ({
      id: rows[index]!.interview_id,
      ...shownInterview(value, names),
      ...set,
    }));
    return { revision, items };
  }
}
