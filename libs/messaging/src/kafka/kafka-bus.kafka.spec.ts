import { jest } from '@jest/globals';
import { testKafka } from '@kompass/testing';
import { Logger } from '@nestjs/common';
import { messageBusContract } from '../message-bus.contract.js';
import { KafkaBus } from './kafka-bus.adapter.js';

Logger.overrideLogger(false);
// A broker takes its time on a loaded machine.
jest.setTimeout(180_000);

messageBusContract('the bus on Kafka', async () => {
  const bus = new KafkaBus(await testKafka());
  return { bus, start: () => bus.consume() };
});
