import { Inject, Module, type OnApplicationBootstrap } from '@nestjs/common';
import { EVENT_LOG, type EventLog } from '@kompass/event-store';
import { Metrics, Readiness } from '@kompass/http';
import { Consumers, MESSAGE_BUS, Messaging, type MessageBus } from '@kompass/messaging';
import { ProjectionAdmin, ProjectionAdminModule } from '@kompass/read-store';
import { registerMetrics } from './metrics.js';
import { ParkedController } from './parked.controller.js';
import { ProjectionsController } from './projections.controller.js';
import { RelaysController } from './relays.controller.js';
import { messagingPart, parkedPart, projectionPart } from './readiness.js';

/** What operators see of a process: its log, its projections, its relays and consumers, and whether they are well. */
@Module({
  imports: [ProjectionAdminModule],
  controllers: [ProjectionsController, ParkedController, RelaysController],
})
export class OperationsModule implements OnApplicationBootstrap {
  constructor(
    private readonly readiness: Readiness,
    private readonly metrics: Metrics,
    private readonly projections: ProjectionAdmin,
    private readonly messaging: Messaging,
    private readonly consumers: Consumers,
    @Inject(MESSAGE_BUS) private readonly bus: MessageBus,
    @Inject(EVENT_LOG) private readonly log: EventLog,
  ) {}

  onApplicationBootstrap(): void {
    const { readiness, metrics, projections, messaging, consumers, bus, log } = this;
    readiness.register('event-store', async () => {
      await log.head();
      return { ready: true };
    });
    for (const { name } of projections.statuses()) {
      readiness.register(`projection ${name}`, () =>
        projectionPart(projections.statuses().find((each) => each.name === name)!),
      );
    }
    readiness.register('messaging', () => messagingPart(messaging.problems()));
    readiness.register('parked', () => parkedPart(consumers));
    registerMetrics(metrics.registry, { log, projections, messaging, consumers, bus, now: Date.now });
  }
}
