import { Inject, Injectable, Logger } from '@nestjs/common';
import { compareParked, type ParkedPlace } from '@kompass/contracts';
import { Rejected } from '@kompass/kernel';
import type { ReadStore } from '@kompass/read-store';
import { MESSAGE_BUS, type MessageBus, type Subscription } from '../message-bus.port.js';
import { tellOf } from '../tell-of.js';
import { open } from './arrival.js';
import { ParkedMessageTable } from './parked-message-table.js';
import type { ParkedCount, ParkedMessage, WholeParkedMessage } from './parked-message.js';
import { parkingDelivery, patience, problemOf, type FailedDelivery } from './parking-delivery.js';

/** A parked message of one of the contexts in this process. */
export type ParkedOf<Message> = Omit<Message, 'id'> & {
  /** `<context>.<number>` */
  readonly id: string;
  readonly context: string;
};

/** What a retry came to. */
export interface Retried {
  /** Messages that had their effect. */
  readonly handled: number;
  /** Messages of the key that are still parked. */
  readonly left: number;
  /** Why the first of them failed; `null` where nothing is left, or it has not been tried: then retry goes on. */
  readonly problem: string | null;
  /** Id of the first of them. */
  readonly next: string | null;
}

/** Messages that one request handles: a long lane takes more of them, each well within the patience of who asks. */
export const mostAtOnce = 200;

/** The consumers of the contexts in this process, and what they have parked. */
@Injectable()
export class Consumers {
  readonly #logger = new Logger('Consumers');
  /** By context. */
  readonly #tables = new Map<string, ParkedMessageTable>();
  /** By group. */
  readonly #subscriptions = new Map<string, Subscription>();

  constructor(@Inject(MESSAGE_BUS) private readonly bus: MessageBus) {}

  /** Subscribes a consumer of a context, which parks in the context's own schema what it cannot handle. */
  add({ schema, dataSource }: ReadStore, subscription: Subscription): void {
    const table = this.#tables.get(schema) ?? new ParkedMessageTable(dataSource, schema);
    this.#tables.set(schema, table);
    this.#subscriptions.set(subscription.group, subscription);
    this.bus.subscribe(
      parkingDelivery(subscription, table, {
        onFailure: (failed) => this.#tell(failed),
        onHandled: (message) => tellOf('message handled', message, { group: subscription.group }),
      }),
    );
  }

  /** What is parked first of every key, oldest first. */
  async list(options: {
    readonly context?: string | undefined;
    readonly group?: string | undefined;
    readonly after?: ParkedPlace | undefined;
    readonly limit: number;
  }): Promise<readonly ParkedOf<ParkedMessage>[]> {
    const { context, group, after, limit } = options;
    const pages = [...this.#tables]
      .filter(([name]) => context === undefined || name === context)
      .map(async ([name, table]) => {
        const page = await table.list({ group, after: after && placeIn(name, after), limit });
        return page.map((message) => named(name, message));
      });
    return (await Promise.all(pages)).flat().sort(compareParked).slice(0, limit);
  }

  /** @throws Rejected `parked-unknown` */
  async find(id: string): Promise<ParkedOf<WholeParkedMessage>> {
    const { context, table, number } = this.#placeOf(id);
    const found = await table.find(number);
    if (!found) throw new Rejected('parked-unknown', { value: id });
    return named(context, found);
  }

  /**
   * Handles what is parked of the key of a message, in order, until one fails, nothing is left, or it is enough for once.
   *
   * @throws Rejected `parked-unknown`
   */
  async retry(id: string, by: string): Promise<Retried> {
    const message = await this.find(id);
    if (message.skipped) throw new Rejected('parked-unknown', { value: id });
    const retried = await this.#retry(message);
    this.#logger.log(`${id} of ${message.group} was retried by ${by}: ${summaryOf(retried)}`);
    return retried;
  }

  /**
   * Gives a message up for good, and handles what waited behind it.
   *
   * @throws Rejected `parked-unknown`
   */
  async skip(id: string, by: string, reason: string): Promise<Retried> {
    const message = await this.find(id);
    const { table, number } = this.#placeOf(id);
    if (!(await table.skip(number, by, reason))) throw new Rejected('parked-unknown', { value: id });
    const retried = await this.#retry(message);
    this.#logger.log(`${id} of ${message.group} was skipped by ${by}: ${summaryOf(retried)}`);
    return retried;
  }

  /** For metrics and readiness: every group of this process, also with nothing parked, and those of earlier versions. */
  async counts(): Promise<readonly (ParkedCount & { readonly context: string })[]> {
    const tables = [...this.#tables].map(async ([context, table]) => {
      const groups = [...this.#subscriptions.keys()].filter((group) => group.startsWith(`${context}.`));
      const nothing = groups.map((group): ParkedCount => ({ group, keys: 0, messages: 0 }));
      const counts = new Map([...nothing, ...(await table.counts())].map((count) => [count.group, count]));
      return [...counts.values()].map((count) => ({ context, ...count }));
    });
    return (await Promise.all(tables)).flat();
  }

  async #retry({ id, group, topic, key }: ParkedOf<ParkedMessage>): Promise<Retried> {
    const { table, context } = this.#placeOf(id);
    const lane = { group, topic, key };
    const rest = async () => {
      const { left, first } = await table.leftOf(lane);
      return { left, next: first === null ? null : `${context}.${first}` };
    };
    const handle = async (bytes: Uint8Array): Promise<void> => {
      const subscription = this.#subscriptions.get(group);
      if (!subscription) throw new Error(`this version has no consumer ${group}`);
      const message = open({ topic, key, bytes });
      await subscription.handle(message);
      tellOf('message handled', message, { group });
    };
    for (let handled = 0; ; handled += 1) {
      const step = handled < mostAtOnce ? await table.handleFirst(lane, handle) : 'enough';
      if (step === 'handled') continue;
      const problem = typeof step === 'object' ? step.problem : null;
      return { handled, ...(await rest()), problem };
    }
  }

  #placeOf(id: string): { context: string; table: ParkedMessageTable; number: number } {
    const [, context = '', number = ''] = /^([a-z]+)\.(\d{1,15})$/.exec(id) ?? [];
    const table = this.#tables.get(context);
    if (!table) throw new Rejected('parked-unknown', { value: id });
    return { context, table, number: Number(number) };
  }

  #tell(failed: FailedDelivery): void {
    const { error, attempt, next, correlationId } = failed;
    const stack = error instanceof Error ? error.stack : undefined;
    const line = { msg: problemOf(failed), correlationId };
    if (next === 'parked') this.#logger.error({ ...line, msg: `${line.msg}: its key is parked` }, stack);
    else if (attempt >= patience) this.#logger.error(line);
    else this.#logger.warn(line);
  }
}

function named<M extends { readonly id: number }>(context: string, message: M): ParkedOf<M> {
  return { ...message, context, id: `${context}.${message.id}` };
}

/** Where the page begins in one context: at the same moment contexts come in the order of their names. */
function placeIn(context: string, { parkedAt, id }: ParkedPlace): { parkedAt: string; id: number } {
  const [other = '', number] = id.split('.');
  if (context === other) return { parkedAt, id: Number(number) };
  return { parkedAt, id: context < other ? Number.MAX_SAFE_INTEGER : 0 };
}

function summaryOf({ handled, left, problem }: Retried): string {
  return left === 0
    ? `${handled} handled`
    : `${handled} handled, ${left} left: ${problem ?? 'enough for once'}`;
}
