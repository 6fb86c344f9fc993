import {
  Inject,
  Injectable,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { MESSAGE_BUS, type MessageBus } from './message-bus.port.js';
import { RelayProgress, type RelayStatus } from './relay-progress.js';
import type { SingleActive } from './single-active.js';

/** The bus and the relays of this process, started when every consumer has subscribed and stopped before them. */
@Injectable()
export class Messaging implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #relays: SingleActive[] = [];
  readonly #progress: RelayProgress[] = [];

  constructor(@Inject(MESSAGE_BUS) private readonly bus: MessageBus) {}

  add(relay: SingleActive): void {
    this.#relays.push(relay);
  }

  /** For the relay of a context: what it tells about itself is seen in `relays`. */
  progressOf(context: string): RelayProgress {
    const progress = new RelayProgress(context);
    this.#progress.push(progress);
    return progress;
  }

  /** How far the log of each context of this process is published. */
  relays(): readonly RelayStatus[] {
    return this.#progress.map(({ status }) => status);
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
