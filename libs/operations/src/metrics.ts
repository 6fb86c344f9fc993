import { setTimeout as delay } from 'node:timers/promises';
import { parsePosition, type EventLog } from '@kompass/event-store';
import type { Consumers, MessageBus, Messaging } from '@kompass/messaging';
import { projectionStates, type ProjectionAdmin } from '@kompass/read-store';
import { Gauge, type Registry } from 'prom-client';

/** What is measured, each asked when somebody reads the metrics. */
export interface Measured {
  readonly log: Pick<EventLog, 'head'>;
  readonly projections: Pick<ProjectionAdmin, 'statuses'>;
  readonly messaging: Pick<Messaging, 'relays' | 'problems'>;
  readonly consumers: Pick<Consumers, 'counts'>;
  readonly bus: Pick<MessageBus, 'lag'>;
  /** The clock, in milliseconds. */
  readonly now: () => number;
}

interface Sample {
  readonly labels: Readonly<Record<string, string | number>>;
  readonly value: number;
}

/** What does not answer in time is left out, so that the rest can be read. */
const limitMs = 2_000;

/** Adds to `registry` what operators see of log, projections, relays and consumers; `README.md` explains each. */
export function registerMetrics(registry: Registry, measured: Measured): void {
  const { log, projections, messaging, consumers, bus, now } = measured;
  const gauge = (
    name: string,
    help: string,
    labelNames: string[],
    samples: () => Promise<readonly Sample[]> | readonly Sample[],
  ): void => {
    new Gauge({
      name: `kompass_${name}`,
      help,
      labelNames,
      registers: [registry],
      async collect() {
        const found = await inTime(samples);
        this.reset();
        if (labelNames.length === 0) this.remove(); // else it would say 0 of what is not known
        for (const { labels, value } of found) this.set(labels, value);
      },
    });
  };

  gauge('log_position', 'Where the log ends (commit position)', [], async () => placed(await log.head(), {}));

  const projection = ['context', 'projection'];
  gauge('projection_position', 'Up to where a projection is applied (commit position)', projection, () =>
    projections.statuses().flatMap(({ name, position }) => placed(positionOf(position), labelsOf(name))),
  );
  gauge(
    'projection_behind_seconds',
    'Age of the oldest event in hand that is not applied yet',
    projection,
    () =>
      projections
        .statuses()
        .filter(({ state }) => state !== 'standby')
        .map(({ name, behindSince }) => ({ labels: labelsOf(name), value: age(behindSince, now()) })),
  );
  gauge('projection_state', '1 for the state a projection is in', [...projection, 'state'], () =>
    projections.statuses().flatMap(({ name, state }) =>
      projectionStates.map((each) => ({
        labels: { ...labelsOf(name), state: each },
        value: each === state ? 1 : 0,
      })),
    ),
  );

  const relay = ['context'];
  gauge('relay_active', '1 where this process publishes the log of a context', relay, () =>
    messaging.relays().map(({ context, active }) => ({ labels: { context }, value: active ? 1 : 0 })),
  );
  gauge('relay_position', 'Up to where the log is published (commit position)', relay, () =>
    messaging.relays().flatMap(({ context, position }) => placed(positionOf(position), { context })),
  );
  gauge('relay_behind_seconds', 'Age of the oldest event in hand that is not published yet', relay, () =>
    messaging
      .relays()
      .filter(({ active }) => active)
      .map(({ context, behindSince }) => ({ labels: { context }, value: age(behindSince, now()) })),
  );

  measureMessaging(registry, messaging);

  const group = ['context', 'group'];
  gauge('parked_keys', 'Keys whose messages wait because one could not be handled', group, async () =>
    (await consumers.counts()).map(({ context, group, keys }) => ({
      labels: { context, group },
      value: keys,
    })),
  );
  gauge(
    'parked_messages',
    'Messages that wait because one of their key could not be handled',
    group,
    async () =>
      (await consumers.counts()).map(({ context, group, messages }) => ({
        labels: { context, group },
        value: messages,
      })),
  );
  gauge('consumer_lag', 'Messages a group has yet to take', ['group', 'topic', 'partition'], async () =>
    ((await bus.lag?.()) ?? []).map(({ lag, ...labels }) => ({ labels, value: lag })),
  );
}

/** Adds to `registry` how much keeps messages from going on. */
export function measureMessaging(registry: Registry, messaging: Pick<Messaging, 'problems'>): void {
  new Gauge({
    name: 'kompass_messaging_problems',
    help: 'What keeps messages from being sent or taken: relays and consumers that keep failing',
    registers: [registry],
    collect() {
      this.set(messaging.problems().length);
    },
  });
}

async function inTime(
  samples: () => Promise<readonly Sample[]> | readonly Sample[],
): Promise<readonly Sample[]> {
  const limit = new AbortController();
  try {
    return await Promise.race([samples(), delay(limitMs, [], { signal: limit.signal })]);
  } catch {
    return [];
  } finally {
    limit.abort();
  }
}

function labelsOf(name: string): { context: string; projection: string } {
  const [context = '', projection = ''] = name.split('.');
  return { context, projection };
}

function positionOf(text: string | undefined) {
  return text === undefined ? undefined : parsePosition(text);
}

function placed(
  position: { readonly commit: bigint } | undefined,
  labels: Sample['labels'],
): readonly Sample[] {
  return position ? [{ labels, value: Number(position.commit) }] : [];
}

function age(since: string | undefined, now: number): number {
  return since === undefined ? 0 : Math.max(0, now - Date.parse(since)) / 1_000;
}
