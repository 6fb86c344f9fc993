import { Controller, type StreamableFile } from '@nestjs/common';
import { routes, type InputOf } from '@kompass/contracts';
import { PassageVault } from '@kompass/event-store';
import { Endpoint, Input, Who, type Reader } from '@kompass/http';
import { caughtUp, ReadStore } from '@kompass/read-store';
import { interviewProjection } from '../interview/interview.projection.js';
import { ScheduleAccess } from '../schedule/schedule-access.adapter.js';
import { scheduleProjection } from '../schedule/schedule.projection.js';
import { calendarEntries } from './calendar-entries.query.js';
import { calendarFile } from './calendar-file.answer.js';

@Controller()
export class CalendarController {
  constructor(
    private readonly store: ReadStore,
    private readonly access: ScheduleAccess,
    private readonly vault: PassageVault,
  ) {}

  @Endpoint(routes.readCalendar)
  async read(
    @Input() { params: { id }, query }: InputOf<typeof routes.readCalendar>,
    @Who() reader: Reader,
  ): Promise<StreamableFile> {
    await caughtUp(this.store, [scheduleProjection, interviewProjection], query.atLeast);
    await this.access.demand(reader, id);
    return calendarFile(id, await calendarEntries(this.store, this.vault, ['evaluation_id = $1', id]));
  }
}
