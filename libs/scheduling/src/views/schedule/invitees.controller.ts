import { Controller } from '@nestjs/common';
import { routes, type AnswerOf, type InputOf } from '@kompass/contracts';
import { streamName } from '@kompass/event-store';
import { Endpoint, Input, Who, type Reader } from '@kompass/http';
import { Rejected } from '@kompass/kernel';
import { caughtUp, ReadStore } from '@kompass/read-store';
import { Invitees } from '../../invitees.adapter.js';
import { ScheduleAccess } from './schedule-access.adapter.js';
import { scheduleProjection } from './schedule.projection.js';

@Controller()
export class InviteesController {
  constructor(
    private readonly store: ReadStore,
    private readonly access: ScheduleAccess,
    private readonly invitees: Invitees,
  ) {}

  @Endpoint(routes.listInvitees)
  async list(
    @Input() { params: { id }, query }: InputOf<typeof routes.listInvitees>,
    @Who() reader: Reader,
  ): Promise<AnswerOf<typeof routes.listInvitees>> {
    await caughtUp(this.store, [scheduleProjection], query.atLeast);
    const { invitees } = await this.access.demand(reader, id);
    const revision = await this.store.seen(scheduleProjection, streamName('schedule', id));
    if (revision === undefined) throw new Rejected('evaluation-unknown');
    const people = await this.invitees.of(id, invitees);
    const items = Object.entries(invitees).map(([invitee, { group }]) => {
      const { name = null, email = null } = people.get(invitee) ?? {};
      return { id: invitee, group, name, email };
    });
    return { revision, items };
  }
}
