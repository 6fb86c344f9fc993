import {
  Inject,
  Injectable,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { MESSAGE_BUS, type MessageBus } from './message-bus.port.js';
import type { SingleActive } from './single-active.js';

/** The bus and the relays of this process, started when every consumer has subscribed and stopped before them. */
@Injectable()
export class Messaging implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #relays: SingleActive[] = [];

  constructor(@Inject(MESSAGE_BUS) private readonly bus: MessageBus) {}

  add(relay: SingleActive): void {
    this.#relays.push(relay);
  }

  /** What keeps messages from being published or delivered, one line each; for readiness. */
  problems(): readonly string[] {
    return [...this.#relays.flatMap(({ problem }) => problem ?? []), ...this.bus.problems()];
  }

  onApplicationBootstrap(): void {
    for (const relay of this.#relays) relay.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await Promise.all(this.#relays.map((relay) => relay.stop()));
    await this.bus.close();
  }
}
