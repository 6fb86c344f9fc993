import { Client } from 'pg';
import { arrivalRate } from '../arrival.js';
import { startEngines, type Engines } from '../engines.js';
import type { Measurement } from '../figure.js';
import { messageOf, municipalities } from '../municipalities.js';
import { smallHeapMb } from '../program.js';
import { publish } from '../publish.js';
import type { Workbench } from '../workbench.js';

const [few, many] = [10_000, 100_000];

/** What reporting holds in memory when it comes back to many messages, beside it where they are few; and how fast it takes them. */
export const drain: Measurement = {
  name: 'drain',
  async run(workbench) {
    const engines = await startEngines(workbench);
    const short = await drained('few', workbench.size({ quick: 200, full: few }), engines, workbench);
    const long = await drained('many', workbench.size({ quick: 1_000, full: many }), engines, workbench);
    return [
      {
        name: `peak memory of a consumer that finds ${many} messages`,
        unit: 'MB',
        ours: long.peak / 1e6,
        beside: { what: `${few} messages`, value: short.peak / 1e6 },
        goal: { of: 'ratio', atMost: 1.2 },
      },
      {
        name: `messages drained after an outage, of ${many}`,
        unit: '/s',
        ours: long.perSecond,
        beside: { what: `of ${few}`, value: short.perSecond },
      },
    ];
  },
};

/** @param name of the installation: a database and a prefix of topics of its own */
async function drained(
  name: string,
  count: number,
  engines: Engines,
  workbench: Workbench,
): Promise<{ readonly peak: number; readonly perSecond: number }> {
  const { postgresUrl, topicPrefix } = await installation(name, engines);
  await publish({ brokers: engines.brokers, topicPrefix }, municipalities(count).map(messageOf));
  const program = await workbench.service(
    'reporting',
    { ...engines, postgresUrl },
    { KOMPASS_KAFKA_TOPIC_PREFIX: topicPrefix },
    { heapMb: smallHeapMb },
  );
  const database = new Client(postgresUrl);
  await database.connect();
  try {
    const perSecond = await arrivalRate(database, 'reporting.reference_municipality', count);
    return { peak: await program.peakBytes(), perSecond };
  } finally {
    await database.end();
    await program.stop();
  }
}

async function installation(
  name: string,
  { postgresUrl }: Engines,
): Promise<{ readonly postgresUrl: string; readonly topicPrefix: string }> {
  const database = new Client(postgresUrl);
  await database.connect();
  await database.query(`CREATE DATABASE ${name}`);
  await database.end();
  const own = new URL(postgresUrl);
  own.pathname = name;
  return { postgresUrl: own.href, topicPrefix: `${name}.` };
}
