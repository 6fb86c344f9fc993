import kafkajs, { Partitioners, type Kafka, type Message, type Producer } from 'kafkajs'; // Node sees no named errors in it

/** A record, and where it goes. */
export interface OutgoingRecord extends Message {
  readonly topic: string;
}

/** A send of more costs kafkajs more than its share, and a broker refuses batches that are too large. */
const chunk = { records: 500, bytes: 512 * 1024 };

/** Whether the broker has lost its place in what this producer sent; another producer begins anew. */
function lostItsPlace(error: unknown): boolean {
  return (
    error instanceof kafkajs.KafkaJSProtocolError &&
    ['OUT_OF_ORDER_SEQUENCE_NUMBER', 'UNKNOWN_PRODUCER_ID', 'INVALID_PRODUCER_EPOCH'].includes(error.type)
  );
}

/**
 * Sends records in order, each key's among them: idempotent, acknowledged by every replica in sync, one send at a time.
 * After a failure the producer is replaced: nobody knows what of the send has arrived.
 */
export class RecordProducer {
  #producer: Producer | undefined;
  #closed = false;
  #last: Promise<unknown> = Promise.resolve();
  #problem: string | undefined;

  /** @param connect a client, once its topics are there */
  constructor(private readonly connect: () => Promise<Kafka>) {}

  /** Why nothing can be sent, in one line. */
  get problem(): string | undefined {
    return this.#problem;
  }

  /** Resolves when all of them are stored; a rejection says nothing about which of them were. */
  send(records: readonly OutgoingRecord[]): Promise<void> {
    const sent = this.#last.then(() => this.#sendAll(records));
    this.#last = sent.catch(() => undefined);
    return sent;
  }

  /** What is being sent may or may not arrive. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.#producer?.disconnect();
    await this.#last;
  }

  async #sendAll(records: readonly OutgoingRecord[]): Promise<void> {
    try {
      for (const part of chunksOf(records)) {
        await this.#sendOnce(part).catch((error: unknown) => {
          if (!lostItsPlace(error)) throw error;
          return this.#sendOnce(part);
        });
      }
      this.#problem = undefined;
    } catch (error) {
      this.#problem = `nothing can be sent to Kafka: ${error instanceof Error ? error.message : String(error)}`;
      throw error;
    }
  }

  async #sendOnce(records: readonly OutgoingRecord[]): Promise<void> {
    const producer = (this.#producer ??= await this.#open());
    try {
      if (this.#closed) throw new Error('the producer is closed');
      await producer.sendBatch({ acks: -1, topicMessages: byTopic(records) });
    } catch (error) {
      this.#producer = undefined;
      await producer.disconnect().catch(() => undefined);
      throw error;
    }
  }

  async #open(): Promise<Producer> {
    const kafka = await this.connect();
    const producer = kafka.producer({
      idempotent: true,
      maxInFlightRequests: 1,
      allowAutoTopicCreation: false,
      createPartitioner: Partitioners.DefaultPartitioner,
    });
    await producer.connect();
    return producer;
  }
}

function byTopic(records: readonly OutgoingRecord[]): { topic: string; messages: Message[] }[] {
  const topics = new Map<string, Message[]>();
  for (const { topic, ...message } of records) {
    const messages = topics.get(topic);
    if (messages) messages.push(message);
    else topics.set(topic, [message]);
  }
  return [...topics].map(([topic, messages]) => ({ topic, messages }));
}

function* chunksOf(records: readonly OutgoingRecord[]): Generator<readonly OutgoingRecord[]> {
  let part: OutgoingRecord[] = [];
  let bytes = 0;
  for (const record of records) {
    const size = record.value?.length ?? 0;
    if (part.length === chunk.records || (part.length > 0 && bytes + size > chunk.bytes)) {
      yield part;
      part = [];
      bytes = 0;
    }
    part.push(record);
    bytes += size;
  }
  if (part.length > 0) yield part;
}
