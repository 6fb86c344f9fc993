import { Controller } from '@nestjs/common';
import { routes, type AnswerOf, type InputOf } from '@kompass/contracts';
import { Endpoint, Input, Who, type Reader } from '@kompass/http';
import { areaOf } from '@kompass/instrument';
import { caughtUp, ReadStore } from '@kompass/read-store';
import { InstrumentLibrary } from '@kompass/reference';
import { coverageOf } from '../../domain/coverage.js';
import { interviewProjection } from '../interview/interview.projection.js';
import { interviewsOf } from '../interview/interviews.query.js';
import { ScheduleAccess } from '../schedule/schedule-access.adapter.js';
import { scheduleProjection } from '../schedule/schedule.projection.js';

@Controller()
export class CoverageController {
  constructor(
    private readonly store: ReadStore,
    private readonly access: ScheduleAccess,
    private readonly instruments: InstrumentLibrary,
  ) {}

  @Endpoint(routes.readCoverage)
  async read(
    @Input() { params: { id }, query }: InputOf<typeof routes.readCoverage>,
    @Who() reader: Reader,
  ): Promise<AnswerOf<typeof routes.readCoverage>> {
    await caughtUp(this.store, [scheduleProjection, interviewProjection], query.atLeast);
    const { about } = await this.access.demand(reader, id);
    const { rows, revision } = await interviewsOf(this.store, id);
    const instrument = await this.instruments.demand(about.instrument.digest);
    const interviews = rows.map(({ interview_id, areas, status }) => ({ id: interview_id, areas, status }));
    const areas = coverageOf(about.areas, about.wanted, interviews).map((area) => ({
      ...area,
      title: areaOf(instrument, area.id).title,
      interviews: [...area.interviews],
    }));
    return { revision, wanted: about.wanted, areas };
  }
}
