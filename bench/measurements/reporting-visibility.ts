import { setTimeout as delay } from 'node:timers/promises';
import { routes, toKafkaRecord, type AnswerOf } from '@kompass/contracts';
import { readSettings } from '@kompass/config';
import { demoEvaluation } from '@kompass/demo';
import { appender } from '../appender.js';
import { BareKafka } from '../bare-kafka.js';
import { Connection } from '../connection.js';
import { Engine } from '../engine.js';
import type { Measurement } from '../figure.js';
import { signIn } from '../kompass.js';
import { messageOf, municipalities } from '../municipalities.js';
import { awaiting, figuresOf, repeated, type Seen } from '../seen.js';
import { sideBySide } from '../statistics.js';

type Result = AnswerOf<typeof routes.readResult>;

const { demoPassword } = readSettings({});

/** Between two looks at the result, in milliseconds. */
const lookMs = 2;

/** From a command in scoring to what reporting answers, each a process of its own, beside an append and its way over Kafka by the bare clients. */
export const reportingVisibility: Measurement = {
  name: 'reporting-visibility',
  async run(workbench) {
    const { running } = await workbench.cluster(workbench.folder());
    const admin = new Connection(running.url, running.token);
    const lead = await signIn(running.url, 'lead', demoPassword);
    for (const each of [admin, lead]) workbench.keep({ stop: () => Promise.resolve(each.close()) });
    const engine = workbench.keep(new Engine(running.eventStoreUrl));
    const append = await appender(engine, demoEvaluation);
    const kafka = workbench.keep(await BareKafka.start(running.brokers!));
    const record = toKafkaRecord(messageOf(municipalities(1)[0]!));

    const shown = async (isIt: (result: Result) => boolean): Promise<void> => {
      while (!isIt(await admin.call(routes.readResult, { params: { id: demoEvaluation } })))
        await delay(lookMs);
    };
    const request = { params: { id: demoEvaluation } };
    const reopen = () =>
      awaiting(
        () => admin.call(routes.reopenEvaluation, { ...request, body: { reason: { en: 'Measured' } } }),
        () => shown(({ reopened }) => reopened),
      );
    const finalise = () =>
      awaiting(
        () => lead.call(routes.finaliseEvaluation, request),
        ({ edition: next }) => shown(({ reopened, edition }) => !reopened && edition === next),
      );
    const bothWays = async (): Promise<Seen[]> => [await reopen(), await finalise()];
    const bare = () => awaiting(append, () => kafka.roundTrip(record));
    const pairs = workbench.size({ quick: 1, full: 10 });
    const seen = await sideBySide(
      workbench.size({ quick: 1, full: 5 }),
      async () => (await repeated(pairs, bothWays)).flat(),
      () => repeated(2 * pairs, bare),
    );
    return figuresOf(seen, { seen: 'seen in reporting', beside: 'raw append, produce, consume' });
  },
};
