import { Controller } from '@nestjs/common';
import { routes, type AnswerOf, type InputOf } from '@kompass/contracts';
import { streamName } from '@kompass/event-store';
import { Endpoint, Input, Who, type Reader } from '@kompass/http';
import { Rejected } from '@kompass/kernel';
import { caughtUp, ReadStore } from '@kompass/read-store';
import { ScheduleAccess } from './schedule-access.adapter.js';
import { scheduleProjection } from './schedule.projection.js';

type Answer = AnswerOf<typeof routes.readPlan>;

@Controller()
export class PlanController {
  constructor(
    private readonly store: ReadStore,
    private readonly access: ScheduleAccess,
  ) {}

  @Endpoint(routes.readPlan)
  async read(
    @Input() { params: { id }, query }: InputOf<typeof routes.readPlan>,
    @Who() reader: Reader,
  ): Promise<Answer> {
    await caughtUp(this.store, [scheduleProjection], query.atLeast);
    const { about, plan, status, assessors, availability } = await this.access.demand(reader, id);
    const revision = await this.store.seen(scheduleProjection, streamName('schedule', id));
    if (revision === undefined) throw new Rejected('evaluation-unknown');
    return {
      revision,
      state: status,
      wanted: about.wanted,
      // As it was entered, or is in the instrument: the route's own shape.
      plan: plan as unknown as Answer['plan'],
      assessors: Object.entries(assessors).map(([accountId, { lead }]) => ({ accountId, lead })),
      availability: Object.entries(availability).map(([who, { value, ...set }]) => ({
        who,
        windows: [...value],
        ...set,
      })),
    };
  }
}
