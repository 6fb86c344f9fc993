import { Inject, Module, type OnApplicationBootstrap } from '@nestjs/common';
import { EVENT_LOG, type EventLog } from '@kompass/event-store';
import { Readiness } from '@kompass/http';
import { Messaging } from '@kompass/messaging';
import { ProjectionAdmin, ProjectionAdminModule } from '@kompass/read-store';
import { ProjectionsController } from './projections.controller.js';

/** What operators see of a process: its log, its projections, its relays and consumers, and whether they are well. */
@Module({ imports: [ProjectionAdminModule], controllers: [ProjectionsController] })
export class OperationsModule implements OnApplicationBootstrap {
  constructor(
    private readonly readiness: Readiness,
    private readonly projections: ProjectionAdmin,
    private readonly messaging: Messaging,
    @Inject(EVENT_LOG) private readonly log: EventLog,
  ) {}

  onApplicationBootstrap(): void {
    this.readiness.register('event-store', async () => {
      await this.log.head();
      return { ready: true };
    });
    for (const { name } of this.projections.statuses()) {
      this.readiness.register(`projection ${name}`, () => {
        const status = this.projections.statuses().find((each) => each.name === name)!;
        return { ready: status.state !== 'halted', detail: status.problem?.message ?? status.state };
      });
    }
    this.readiness.register('messaging', () => {
      const problems = this.messaging.problems();
      return problems.length === 0 ? { ready: true } : { ready: false, detail: problems.join('; ') };
    });
  }
}
