import {
  Inject,
  Injectable,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import type { Position } from '@kompass/event-store';
import { Rejected } from '@kompass/kernel';
import { MESSAGE_BUS, type MessageBus } from './message-bus.port.js';
import { RelayProgress, type RelayStatus } from './relay-progress.js';
import type { SingleActive } from './single-active.js';

/** A context's log that can be published again. */
export interface PublishedLog {
  readonly context: string;
  /** From its start, or after a position. */
  rewind(position: Position | undefined): Promise<void>;
}

/** The bus and the relays of this process, started when every consumer has subscribed and stopped before them. */
@Injectable()
export class Messaging implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #relays: SingleActive[] = [];
  readonly #progress: RelayProgress[] = [];
  /** By context. */
  readonly #logs = new Map<string, PublishedLog>();

  constructor(@Inject(MESSAGE_BUS) private readonly bus: MessageBus) {}

  /** @param log of a context, where it can be published again */
  add(relay: SingleActive, log?: PublishedLog): void {
    this.#relays.push(relay);
    if (log) this.#logs.set(log.context, log);
  }

  /**
   * Publishes the log of a context again, from its start or after a position; a repeat changes nothing.
   *
   * @throws Rejected `relay-unknown`, `position-beyond-log`
   */
  async rewind(context: string, position: Position | undefined): Promise<void> {
    const log = this.#logs.get(context);
    if (!log) throw new Rejected('relay-unknown', { value: context });
    await log.rewind(position);
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
