import type { KafkaRecord } from '@kompass/contracts';
import { Kafka, logLevel, Partitioners, type Consumer, type EachBatchPayload, type Producer } from 'kafkajs';

const topic = 'bare';
/** As many as a topic of ours has where nobody says otherwise. */
const partitions = 6;
/** Records a send: more cost the client more than their share. */
const perSend = 500;

/** The bare Kafka: its client and nothing of ours. What is sent to a topic comes back from it. */
export class BareKafka {
  #taken = 0;
  #wake = () => undefined as void;

  private constructor(
    private readonly producer: Producer,
    private readonly consumer: Consumer,
  ) {}

  /** Makes the topic, and answers when a consumer has joined. */
  static async start(brokers: readonly string[]): Promise<BareKafka> {
    const kafka = new Kafka({ clientId: 'bench', brokers: [...brokers], logLevel: logLevel.ERROR });
    const admin = kafka.admin();
    await admin.connect();
    await admin.createTopics({ topics: [{ topic, numPartitions: partitions }], waitForLeaders: true });
    await admin.disconnect();
    const producer = kafka.producer({
      idempotent: true,
      maxInFlightRequests: 1,
      createPartitioner: Partitioners.DefaultPartitioner,
    });
    await producer.connect();
    const consumer = kafka.consumer({ groupId: 'bench', maxWaitTimeInMs: 1_000 });
    const bare = new BareKafka(producer, consumer);
    await bare.#join();
    return bare;
  }

  /** Sends records and consumes them meanwhile; answers how many a second came, from the first to the last. */
  async through(records: readonly KafkaRecord[]): Promise<number> {
    const [none, all] = [this.#taken, this.#taken + records.length];
    const sending = this.#sendAll(records);
    await this.#until(none + 1);
    const [first, began] = [this.#taken, performance.now()];
    await this.#until(all);
    const ms = performance.now() - began;
    await sending;
    return ((all - first) * 1_000) / ms;
  }

  /** Sends one record and waits until it is consumed. */
  async roundTrip(record: KafkaRecord): Promise<void> {
    const next = this.#taken + 1;
    await this.#send([record]);
    await this.#until(next);
  }

  async stop(): Promise<void> {
    await this.consumer.disconnect();
    await this.producer.disconnect();
  }

  async #join(): Promise<void> {
    const joined = new Promise((resolve) => this.consumer.on(this.consumer.events.GROUP_JOIN, resolve));
    await this.consumer.connect();
    await this.consumer.subscribe({ topic, fromBeginning: true });
    const eachBatch = (payload: EachBatchPayload) => this.#take(payload);
    await this.consumer.run({ autoCommit: false, eachBatchAutoResolve: false, eachBatch });
    await joined;
  }

  /** Takes a batch for done, and stores its place. */
  async #take(payload: EachBatchPayload): Promise<void> {
    const { messages } = payload.batch;
    payload.resolveOffset(messages.at(-1)!.offset);
    await payload.commitOffsetsIfNecessary(payload.uncommittedOffsets());
    this.#taken += messages.length;
    this.#wake();
  }

  async #until(taken: number): Promise<void> {
    while (this.#taken < taken) await new Promise<void>((resolve) => (this.#wake = resolve));
  }

  async #sendAll(records: readonly KafkaRecord[]): Promise<void> {
    for (let sent = 0; sent < records.length; sent += perSend)
      await this.#send(records.slice(sent, sent + perSend));
  }

  async #send(records: readonly KafkaRecord[]): Promise<void> {
    await this.producer.send({
      topic,
      acks: -1,
      messages: records.map(({ headers, ...record }) => ({ ...record, headers: { ...headers } })),
    });
  }
}
