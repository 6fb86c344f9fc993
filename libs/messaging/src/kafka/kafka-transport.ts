import type { INestApplication } from '@nestjs/common';
import { Server, type CustomTransportStrategy } from '@nestjs/microservices';
import { MESSAGE_BUS, type MessageBus } from '../message-bus.port.js';
import { KafkaBus } from './kafka-bus.adapter.js';

/**
 * Hosts the consumers of a `KafkaBus` in Nest. Nest's own transport for Kafka hands over one message at a time, takes
 * what has no handler for done, and tries a bad message for ever.
 */
export class KafkaTransport extends Server implements CustomTransportStrategy {
  constructor(private readonly bus: KafkaBus) {
    super();
  }

  listen(listening: () => void): void {
    this.bus.consume();
    listening();
  }

  close(): Promise<void> {
    return this.bus.close();
  }

  on(): never {
    throw new Error('it has no events: see the problems of the bus');
  }

  unwrap<T>(): T {
    return this.bus as T;
  }
}

/** Begins to consume what an application's contexts have subscribed to; in one process the bus does it by itself. */
export async function hostConsumers(app: INestApplication): Promise<void> {
  const bus = app.get<MessageBus>(MESSAGE_BUS);
  if (!(bus instanceof KafkaBus)) return;
  app.connectMicroservice({ strategy: new KafkaTransport(bus) });
  await app.startAllMicroservices();
}
