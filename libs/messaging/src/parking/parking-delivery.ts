import type { IntegrationEvent, Topic } from '@kompass/contracts';
import { backOff, type Backoff } from '@kompass/event-store';
import type { Subscription } from '../message-bus.port.js';
import { PolicyDefect } from '../policy.js';
import { arrivals, isTombstone, messageOf, parkableOf, reasonOf, shown, type Arrival } from './arrival.js';
import type { Delivery, Incoming } from './delivery.js';
import {
  laneName,
  type Failure,
  type Lane,
  type LaneState,
  type ParkedMessages,
} from './parked-messages.port.js';
import { isAwaited, isTransient } from './transient.js';

/** A try that has failed. */
export interface FailedDelivery {
  readonly group: string;
  /** Type, key, version and id, where it says so. */
  readonly message: string;
  readonly attempt: number;
  readonly error: unknown;
  /** What is done about it. */
  readonly next: 'again' | 'parked';
  readonly correlationId: string | undefined;
}

export interface ParkingOptions {
  readonly backoff?: Backoff;
  /** How often an error that nobody knows to be either transient or permanent is met before the key is parked. */
  readonly tries?: number;
  /** How often what another context has yet to tell is asked for before the key is parked. */
  readonly waits?: number;
  /** Told of every failure. */
  readonly onFailure?: (failed: FailedDelivery) => void;
  /** Told of every message that has had its effect. */
  readonly onHandled?: (message: IntegrationEvent) => void;
}

/** What fails this often although it should heal by itself is a problem, no hiccup. */
export const patience = 3;

/** Keys handled at once. */
const atOnce = 8;

const usual: LaneState = { parked: false, skipped: new Set() };

/**
 * Delivers to a subscription, and parks what it cannot handle: that key waits in a table, in order, until somebody
 * retries or skips its first message, and the other keys go on. What no repetition changes (`PolicyDefect`,
 * `MessageUnreadable`) is parked at once, an unknown error after some tries, what waits for another context after some
 * minutes; what is transient is tried for ever.
 */
export function parkingDelivery(
  subscription: Subscription,
  parked: ParkedMessages,
  options?: ParkingOptions,
): Delivery {
  return new ParkingDelivery(subscription, parked, options);
}

class ParkingDelivery implements Delivery {
  readonly #problems = new Map<string, string>();
  readonly #backoff: Backoff;
  readonly #tries: number;
  readonly #waits: number;
  readonly #onFailure: (failed: FailedDelivery) => void;
  readonly #onHandled: (message: IntegrationEvent) => void;

  constructor(
    private readonly subscription: Subscription,
    private readonly parked: ParkedMessages,
    {
      backoff = { firstMs: 50, mostMs: 10_000 },
      tries = 6,
      waits = 45, // some five minutes
      onFailure = () => undefined,
      onHandled = () => undefined,
    }: ParkingOptions = {},
  ) {
    this.#backoff = backoff;
    this.#tries = tries;
    this.#waits = waits;
    this.#onFailure = onFailure;
    this.#onHandled = onHandled;
  }

  get group(): string {
    return this.subscription.group;
  }

  get topics(): readonly Topic[] {
    return this.subscription.topics;
  }

  problems(): readonly string[] {
    return [...this.#problems.values()];
  }

  async deliver(batch: readonly Incoming[], signal: AbortSignal): Promise<void> {
    const lanes = lanesOf(this.group, batch);
    const ask = () => this.parked.statesOf(lanes.map(({ lane }) => lane));
    const states = await this.#stored('asking for parked messages', ask, signal);
    const isUsual = ({ lane, arrived }: LaneBatch) =>
      !states.has(laneName(lane)) && !arrived.some(isTombstone);
    const done = await this.#handledAtOnce(lanes.filter(isUsual));
    await eachAtMost(atOnce, done ? lanes.filter((each) => !isUsual(each)) : lanes, (each) =>
      this.#deliverLane(each, states.get(laneName(each.lane)) ?? usual, signal),
    );
  }

  /** Whether it could be done in one go; if not, going one by one shows which fails, and whether that passes. */
  async #handledAtOnce(lanes: readonly LaneBatch[]): Promise<boolean> {
    const arrived = lanes.flatMap((lane) => lane.arrived);
    if (!this.subscription.handleAll || arrived.length < 2) return false;
    try {
      const messages = arrived.map(messageOf);
      await this.subscription.handleAll(messages);
      messages.forEach(this.#onHandled);
      return true;
    } catch {
      return false;
    }
  }

  async #deliverLane(
    { lane, arrived }: LaneBatch,
    { parked, skipped }: LaneState,
    signal: AbortSignal,
  ): Promise<void> {
    for (const arrival of arrived) {
      if (skipped.size > 0 && skipped.has(parkableOf(arrival).digest)) continue;
      if (isTombstone(arrival)) {
        // It takes the place of all that came before: what is to be forgotten must not live on in the table, not even
        // where a former consumer, which never learns of this, has parked it.
        await this.#stored('erasing parked messages', () => this.parked.erase(lane), signal);
        parked = false;
      }
      const wait = () => this.parked.parkBehind(lane, parkableOf(arrival));
      if (parked) parked = await this.#stored('parking', wait, signal);
      if (!parked) parked = !(await this.#handled(lane, arrival, signal));
    }
  }

  /** Whether the message has had its effect; otherwise it is parked. */
  async #handled(lane: Lane, arrival: Arrival, signal: AbortSignal): Promise<boolean> {
    const failure = await this.#failureOf(lane, arrival, signal).finally(() => {
      this.#problems.delete(laneName(lane));
    });
    if (!failure) return true;
    await this.#stored('parking', () => this.parked.park(lane, parkableOf(arrival), failure), signal);
    return false;
  }

  /** Handles a message; why it cannot be handled, if that is for good. */
  async #failureOf(lane: Lane, arrival: Arrival, signal: AbortSignal): Promise<Failure | undefined> {
    let [unknown, awaited] = [0, 0];
    for (let attempt = 1; ; attempt += 1) {
      signal.throwIfAborted();
      try {
        const message = messageOf(arrival);
        await this.subscription.handle(message);
        this.#onHandled(message);
        return undefined;
      } catch (error) {
        if (isAwaited(error)) awaited += 1;
        else if (!isTransient(error)) unknown += 1;
        const isTooMuch = unknown >= this.#tries || awaited >= this.#waits;
        const forGood = !arrival.message || error instanceof PolicyDefect || isTooMuch;
        const next = forGood ? ('parked' as const) : ('again' as const);
        const failed = {
          ...{ group: this.group, message: shown(arrival), attempt, error, next },
          correlationId: arrival.message?.correlationId,
        };
        this.#onFailure(failed);
        if (forGood) return { attempts: attempt, problem: reasonOf(error) };
        if (attempt >= patience) this.#problems.set(laneName(lane), problemOf(failed));
        await backOff(this.#backoff, attempt, signal);
      }
    }
  }

  /** What the table is asked to do, until it has done it: without it nothing may go on. */
  async #stored<T>(what: string, work: () => Promise<T>, signal: AbortSignal): Promise<T> {
    try {
      for (let attempt = 1; ; attempt += 1) {
        signal.throwIfAborted();
        try {
          return await work();
        } catch (error) {
          if (attempt >= patience)
            this.#problems.set(what, `${this.group}: ${what} failed ${attempt} times: ${reasonOf(error)}`);
          await backOff(this.#backoff, attempt, signal);
        }
      }
    } finally {
      this.#problems.delete(what);
    }
  }
}

/** One line that names the message, who fails and why. */
export function problemOf({ group, message, attempt, error }: FailedDelivery): string {
  return `${group} failed ${attempt} times on ${message}: ${reasonOf(error)}`;
}

interface LaneBatch {
  readonly lane: Lane;
  readonly arrived: readonly Arrival[];
}

function lanesOf(group: string, batch: readonly Incoming[]): readonly LaneBatch[] {
  const lanes = new Map<string, { readonly lane: Lane; readonly arrived: Arrival[] }>();
  for (const arrival of arrivals(batch)) {
    const { topic, key } = arrival.incoming;
    const lane = { group, topic, key };
    const found = lanes.get(laneName(lane));
    if (found) found.arrived.push(arrival);
    else lanes.set(laneName(lane), { lane, arrived: [arrival] });
  }
  return [...lanes.values()];
}

/** Does the work for each, so many at once; rejects with the first failure, once all that had begun has ended. */
async function eachAtMost<T>(
  many: number,
  items: readonly T[],
  work: (item: T) => Promise<void>,
): Promise<void> {
  const rest = items.values();
  const failures: unknown[] = [];
  const worker = async () => {
    for (const item of rest) {
      if (failures.length > 0) return;
      await work(item).catch((error: unknown) => failures.push(error));
    }
  };
  await Promise.all(Array.from({ length: Math.min(many, items.length) }, worker));
  if (failures.length > 0) throw failures[0];
}
