import { randomBytes, randomUUID } from 'node:crypto';
import { toKafkaRecord } from '@kompass/contracts';
import { Client } from 'pg';
import { arrivalRate } from '../arrival.js';
import { BareKafka } from '../bare-kafka.js';
import { Engine, type EngineEvent } from '../engine.js';
import { startEngines } from '../engines.js';
import type { Measurement } from '../figure.js';
import { messageOf, municipalities, type Municipality } from '../municipalities.js';
import { Relayed, toldOf } from '../relayed.js';
import { median, sideBySide } from '../statistics.js';

/** From a log over Kafka into a table, beside the bare client that sends and takes the same records. */
export const messages: Measurement = {
  name: 'messages',
  async run(workbench) {
    const told = municipalities(workbench.size({ quick: 500, full: 50_000 }));
    const engines = await startEngines(workbench);
    await fill(workbench.keep(new Engine(engines.eventStoreUrl)), told);
    const database = new Client(engines.postgresUrl);
    await database.connect();
    workbench.keep({ stop: () => database.end() });
    const bare = workbench.keep(await BareKafka.start(engines.brokers));
    const relayed = workbench.keep(await Relayed.start(engines));
    await arrivalRate(database, relayed.table, told.length);
    const records = told.map((each) => toKafkaRecord(messageOf(each)));
    const { ours, beside } = await sideBySide(
      workbench.size({ quick: 1, full: 7 }),
      async () => {
        await database.query(`TRUNCATE ${relayed.table}`);
        await relayed.rewind();
        return arrivalRate(database, relayed.table, told.length);
      },
      () => bare.through(records),
    );
    return [
      {
        name: 'log → relay → Kafka → consumer → table, messages',
        unit: '/s',
        ours: median(ours),
        beside: { what: 'raw produce and consume', value: median(beside) },
        goal: { of: 'ratio', atLeast: 0.6 },
      },
    ];
  },
};

/** Appends under way at once while a log is filled. */
const atOnce = 64;

/** Appends to a stream a municipality. */
async function fill(engine: Engine, told: readonly Municipality[]): Promise<void> {
  const rest = told.values();
  const writer = async (): Promise<void> => {
    for (const { id, data } of rest) {
      const { stream, ...event } = toldOf(id, data);
      await engine.append(stream, -1, [stored(event)]);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, writer));
}

/** An event with what stands beside every event of ours. */
function stored({ type, data }: Pick<EngineEvent, 'type' | 'data'>): EngineEvent {
  const hex = () => randomBytes(32).toString('hex');
  return {
    type,
    data: { ...(data as object), nonce: randomBytes(16).toString('hex') },
    metadata: {
      actor: 'bench',
      at: new Date().toISOString(),
      commandId: randomUUID(),
      request: hex(),
      correlationId: randomUUID(),
      causationId: randomUUID(),
      schema: 1,
      prev: '0'.repeat(64),
      hash: hex(),
    },
  };
}
