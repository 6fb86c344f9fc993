import { once } from 'node:events';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { IntegrationEvent } from '@kompass/contracts';
import {
  EsdbEventLog,
  formatPosition,
  openLogId,
  Streams,
  type Position,
  type StoredEvent,
} from '@kompass/event-store';
import { startEventStoreNode, type EventStoreNode } from '@kompass/event-store-node';
import { Rejected } from '@kompass/kernel';
import { contextMigrations, openReadStore, Session } from '@kompass/read-store';
import { hearing, testDatabase, type TestDatabase } from '@kompass/testing';
import { setTimeout as delay } from 'node:timers/promises';
import type { DataSource } from 'typeorm';
import { v4 as uuidV4 } from 'uuid';
import { InProcessBus, type InProcessBusOptions } from './in-process-bus.adapter.js';
import { logRelay } from './log-relay.js';
import type { MessageBus, Subscription } from './message-bus.port.js';
import { policySubscription } from './policy.js';
import { ParkedInMemory } from './parking/parked-messages.fixtures.js';
import { parkingDelivery } from './parking/parking-delivery.js';
import { publisher } from './publication.js';
import { RelayPosition, rewindRelay } from './relay-position.js';
import {
  backoff,
  human,
  policy,
  publication,
  refusing,
  source,
  target,
  vault,
  type SourceCommand,
  type SourceEvent,
  type Take,
  type Taken,
} from './relay.fixtures.js';
import type { SingleActive } from './single-active.js';

async function eventually(met: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await met())) await delay(5);
}

let database: TestDatabase;
let node: EventStoreNode;
let log: EsdbEventLog;
let logId: string;
let dataSource: DataSource;
beforeAll(async () => {
  database = await testDatabase();
  node = await startEventStoreNode({ postgres: database.url, port: 0, allowUnsafe: true });
  log = new EsdbEventLog({ url: `esdb://127.0.0.1:${node.port}?tls=false` });
  logId = await openLogId(log, new Date().toISOString());
  dataSource = await openReadStore({
    url: database.url,
    schema: 'scoring',
    migrations: [...contextMigrations('scoring')],
  });
});
afterAll(async () => {
  await dataSource?.destroy();
  void log?.dispose();
  await node?.stop();
  await database?.drop();
});

const running: { relays: SingleActive[]; buses: MessageBus[] } = { relays: [], buses: [] };
let evaluations: Streams<SourceCommand, number, SourceEvent, undefined>;
let results: Streams<Take, number, Taken, undefined>;
/** A new evaluation each test. */
let id: string;
beforeEach(() => {
  refusing.edition = undefined;
  evaluations = new Streams(log, vault, source);
  results = new Streams(log, vault, target);
  id = uuidV4();
});
afterEach(async () => {
  await Promise.all(running.relays.splice(0).map((relay) => relay.stop()));
  await Promise.all(running.buses.splice(0).map((bus) => bus.close()));
});

function busWithPolicy(options: InProcessBusOptions = {}, parked = new ParkedInMemory()): InProcessBus {
  const bus = new InProcessBus(options);
  running.buses.push(bus);
  bus.subscribe(deliveryOf(policySubscription('reporting', policy, results), parked));
  return bus;
}

function deliveryOf(subscription: Subscription, parked = new ParkedInMemory()) {
  return parkingDelivery(subscription, parked, { backoff });
}

/** Hears what is delivered about the evaluation of this test. */
function hear(bus: MessageBus, group = 'listener'): IntegrationEvent[] {
  const heard: IntegrationEvent[] = [];
  bus.subscribe(
    hearing(group, ['kompass.scoring.v1'], (message) => message.key === id && heard.push(message)),
  );
  return heard;
}

function startRelay(bus: MessageBus, url = database.url): SingleActive {
  const publishers = [publisher(publication, evaluations)];
  const relay = logRelay({ url, schema: 'scoring', log, logId, bus, publishers }, { backoff });
  running.relays.push(relay);
  relay.start();
  return relay;
}

async function happen(...commands: readonly SourceCommand['type'][]): Promise<void> {
  for (const type of commands) await evaluations.execute(id, { type }, human());
}

/** The events of the context that reacts. */
async function reactions(): Promise<StoredEvent[]> {
  const events: StoredEvent[] = [];
  for await (const event of results.history(id)) events.push(event);
  return events;
}

async function taken(): Promise<unknown[]> {
  return (await reactions()).map(({ data }) => [data['edition'], data['version']]);
}

async function storedPosition(): Promise<unknown> {
  const rows = await dataSource.query<{ position: string }[]>('SELECT position FROM scoring.relay_position');
  return rows[0]?.position;
}

/** Waits until everything of this test has been published and the position saved. */
async function relayed(): Promise<void> {
  const { position } = await evaluations.load(id);
  await eventually(async () => (await storedPosition()) === formatPosition(position!));
}

describe('the relay of a log', () => {
  it('publishes transitions, and only those, with the state at their revision', async () => {
    const bus = busWithPolicy();
    const heard = hear(bus);
    await happen('Note', 'Reopen', 'Note', 'Reopen');
    startRelay(bus);
    await happen('Note', 'Reopen');
    await eventually(() => heard.length === 3);
    expect(heard.map(({ type, version, data }) => [type, version, data])).toEqual([
      ['EvaluationReopened', 1, { edition: 1 }],
      ['EvaluationReopened', 3, { edition: 2 }],
      ['EvaluationReopened', 5, { edition: 3 }],
    ]);
    await eventually(async () => (await taken()).length === 3);
    expect((await reactions())[0]!.metadata).toMatchObject({
      actor: 'policy:take-over',
      causationId: heard[0]!.id,
      correlationId: 'c',
    });
  });

  it('goes on after its stored position', async () => {
    const bus = busWithPolicy();
    const heard = hear(bus);
    const first = startRelay(bus);
    await happen('Reopen');
    await relayed();
    await first.stop();
    await happen('Reopen');
    startRelay(bus);
    await eventually(() => heard.length === 2);
    expect(heard.map(({ version }) => version)).toEqual([0, 1]);
  });

  it.each([
    ['after the effect and before its position is saved', true],
    ['before the effect', false],
  ])('loses nothing and repeats nothing in effect when it is killed %s', async (_, effect) => {
    const bus = busWithPolicy();
    const heard = hear(bus);
    await happen('Reopen', 'Reopen', 'Reopen');
    for (let kills = 0; kills < 3; kills += 1) {
      let dying: () => void = () => undefined;
      const dead = new Promise<void>((resolve) => (dying = resolve));
      const publish = async (messages: readonly IntegrationEvent[]): Promise<void> => {
        const others = messages.filter(({ key }) => key !== id);
        await bus.publish(effect ? messages : others);
        if (others.length === messages.length) return;
        dying();
        await new Promise(() => undefined); // the acknowledgement never arrives
      };
      const relay = startRelay({ ...portOf(bus), publish });
      await dead;
      await relay.stop();
    }
    startRelay(bus);
    await eventually(async () => (await taken()).length === 3);
    expect(heard.length > 3).toBe(effect);
    expect(await taken()).toEqual([
      [1, 0],
      [2, 1],
      [3, 2],
    ]);
  });

  it('has every effect once and in order on a bus that mixes and repeats', async () => {
    const bus = busWithPolicy({ disorder: { interleave: 7, repeat: 1 } });
    const heard = hear(bus);
    startRelay(bus);
    await happen('Reopen', 'Note', 'Reopen', 'Reopen', 'Reopen', 'Note', 'Reopen');
    await eventually(async () => (await taken()).length === 5);
    expect(await taken()).toEqual([
      [1, 0],
      [2, 2],
      [3, 3],
      [4, 4],
      [5, 6],
    ]);
    await eventually(() => new Set(heard.map(({ version }) => version)).size === 5 && heard.length > 5);
  });

  it('waits for a consumer that fails, and saves no position before it succeeds', async () => {
    const bus = busWithPolicy();
    let failures = 0;
    const fragile: Subscription = {
      group: 'fragile',
      topics: ['kompass.scoring.v1'],
      handle: async ({ key }) => {
        if (key !== id || failures === 4) return;
        failures += 1;
        saved.push(await storedPosition());
        throw new Rejected('stream-busy', { retryAfter: 1 });
      },
    };
    bus.subscribe(deliveryOf(fragile));
    const saved: unknown[] = [];
    const before = await storedPosition();
    startRelay(bus);
    await happen('Reopen', 'Reopen');
    await eventually(async () => (await taken()).length === 2);
    expect(saved).toEqual([before, before, before, before]);
  });

  it('goes on where a command is refused, which parks the key', async () => {
    refusing.edition = 2;
    const parked = new ParkedInMemory();
    const bus = busWithPolicy({}, parked);
    const heard = hear(bus);
    startRelay(bus);
    await happen('Reopen', 'Reopen', 'Reopen');
    const lane = { group: 'reporting.take-over', topic: 'kompass.scoring.v1', key: id } as const;
    await eventually(() => heard.length === 3 && parked.parkedIn(lane).length === 2);
    expect(parked.parkedIn(lane)[0]!.failure).toEqual({
      attempts: 1,
      problem: expect.stringMatching('edition-refused'),
    });
    expect(await taken()).toEqual([[1, 0]]);
    expect(bus.problems()).toEqual([]);
  });
});

/** The methods of a bus, to be spread. */
function portOf(bus: MessageBus): MessageBus {
  return {
    publish: (messages) => bus.publish(messages),
    subscribe: (delivery) => bus.subscribe(delivery),
    problems: () => bus.problems(),
    close: () => bus.close(),
  };
}

describe('relays of one context', () => {
  it('are active one at a time', async () => {
    const [one, other] = [busWithPolicy(), busWithPolicy()];
    const [heardByOne, heardByOther] = [hear(one), hear(other)];
    const first = startRelay(one);
    await happen('Reopen');
    await eventually(() => heardByOne.length === 1);
    startRelay(other);
    await happen('Reopen');
    await eventually(() => heardByOne.length === 2);
    await relayed();
    await first.stop();
    await happen('Reopen');
    await eventually(() => heardByOther.length > 0);
    expect(heardByOther.map(({ version }) => version)).toEqual([2]);
  });

  it('go on when the connection with the lock breaks', async () => {
    const bus = busWithPolicy();
    const heard = hear(bus);
    startRelay(bus);
    for (let version = 0; version < 3; version += 1) {
      await happen('Reopen');
      await eventually(() => heard.some((message) => message.version === version));
      await database.pool.query(
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'kompass:relay:scoring'`,
      );
    }
    await happen('Reopen');
    await eventually(async () => (await taken()).length === 4);
    expect(await taken()).toEqual([
      [1, 0],
      [2, 1],
      [3, 2],
      [4, 3],
    ]);
  });

  it('are well again when all connections broke, also the one that stands by', async () => {
    const relays = [startRelay(busWithPolicy()), startRelay(busWithPolicy())];
    const sessions = async (): Promise<readonly number[]> => {
      const sql = `SELECT pid FROM pg_stat_activity WHERE application_name = 'kompass:relay:scoring'`;
      return (await database.pool.query<{ pid: number }>(sql)).rows.map(({ pid }) => pid);
    };
    await eventually(async () => (await sessions()).length === relays.length);
    const broken = await sessions();
    await database.pool.query('SELECT pg_terminate_backend(pid) FROM unnest($1::int[]) pid', [broken]);
    await eventually(async () => {
      const now = await sessions();
      return now.length === relays.length && now.every((pid) => !broken.includes(pid));
    });
    await happen('Reopen');
    await eventually(() => relays.every(({ problem }) => problem === undefined));
    await relayed();
  });

  it('cannot move a position that another has taken over', async () => {
    const session = await Session.open(database.url, 'spec');
    try {
      const place = { commit: 1n, prepare: 1n };
      const late = await RelayPosition.takeOver(session, 'scoring', log, logId);
      await RelayPosition.takeOver(session, 'scoring', log, logId);
      await expect(late.moveTo(place)).rejects.toThrow('was taken over or moved by somebody else');
    } finally {
      await session.close();
    }
  });
});

describe('a relay that is rewound', () => {
  const rewind = (to?: Position) => rewindRelay({ url: database.url, schema: 'scoring', log }, to);
  const versionsOf = (heard: readonly IntegrationEvent[]) => heard.map(({ version }) => version);

  it('publishes everything again while it waits for something to do, and changes nothing by it', async () => {
    const bus = busWithPolicy();
    const heard = hear(bus);
    startRelay(bus);
    await happen('Reopen', 'Note', 'Reopen');
    await eventually(async () => (await taken()).length === 2);
    await relayed();
    await rewind();
    await eventually(() => heard.length === 4);
    expect(versionsOf(heard)).toEqual([0, 2, 0, 2]);
    await relayed();
    expect(await taken()).toEqual([
      [1, 0],
      [2, 2],
    ]);
  });

  it('publishes again what lies after a position', async () => {
    const bus = busWithPolicy();
    const heard = hear(bus);
    startRelay(bus);
    await happen('Reopen');
    const { position } = await evaluations.load(id);
    await happen('Reopen', 'Reopen');
    await eventually(() => heard.length === 3);
    await relayed();
    await rewind(position);
    await eventually(() => heard.length === 5);
    expect(versionsOf(heard)).toEqual([0, 1, 2, 1, 2]);
  });

  it('goes by where it was told to while it publishes', async () => {
    const bus = busWithPolicy();
    const heard = hear(bus);
    let rewound = false;
    const publish = async (messages: readonly IntegrationEvent[]): Promise<void> => {
      await bus.publish(messages);
      if (!rewound) await rewind();
      rewound = true;
    };
    await happen('Reopen');
    startRelay({ ...portOf(bus), publish });
    await eventually(() => heard.length === 2);
    await relayed();
    expect(versionsOf(heard)).toEqual([0, 0]);
  });

  it('cannot be put beyond the end of the log', async () => {
    await expect(rewind({ commit: 9_999_999_999n, prepare: 9_999_999_999n })).rejects.toThrow(
      'position-beyond-log',
    );
  });
});

describe('a relay that cannot go on', () => {
  async function problemWith(position: string | null, ofLog: string): Promise<string> {
    const [kept] = await dataSource.query<{ position: string; log_id: string }[]>(
      'SELECT position, log_id FROM scoring.relay_position',
    );
    const set = 'UPDATE scoring.relay_position SET position = $1, log_id = $2';
    await dataSource.query(set, [position, ofLog]);
    const relay = startRelay(busWithPolicy());
    try {
      await eventually(() => relay.problem !== undefined);
      return relay.problem!;
    } finally {
      await relay.stop();
      await dataSource.query(set, [kept!.position, kept!.log_id]);
    }
  }

  it('says that its position is one of another log, or beyond the end', async () => {
    expect(await problemWith(null, 'another')).toContain('is one of the log another');
    expect(await problemWith('9999999999-9999999999', logId)).toContain('beyond the end of the log');
  });

  it('publishes what comes before an event of a newer version, and nothing after it', async () => {
    const unknown: StoredEvent[] = [];
    await happen('Reopen', 'Note', 'Reopen');
    for await (const event of evaluations.history(id)) unknown.push(event);
    const newer = unknown.map((event, index) => (index === 1 ? { ...event, type: 'Invented' } : event));
    const follow: EsdbEventLog['follow'] = async function* ({ signal }) {
      for (const event of newer) yield { kind: 'event', event };
      if (!signal.aborted) await once(signal, 'abort');
    };
    const bus = busWithPolicy();
    const heard = hear(bus);
    const publishers = [publisher(publication, evaluations)];
    const stub = {
      append: log.append.bind(log),
      readStream: log.readStream.bind(log),
      head: log.head.bind(log),
      follow,
    };
    const relay = logRelay(
      { url: database.url, schema: 'scoring', log: stub, logId, bus, publishers },
      { backoff },
    );
    running.relays.push(relay);
    relay.start();
    await eventually(() => relay.problem !== undefined);
    expect(relay.problem).toBe(
      `kompass:relay:scoring: event 1 of evaluation-${id} has the unknown type Invented`,
    );
    expect(new Set(heard.map(({ version }) => version))).toEqual(new Set([0]));
  });
});
