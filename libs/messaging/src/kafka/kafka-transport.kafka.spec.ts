import { describe, expect, it, jest } from '@jest/globals';
import { integrationEvent, type IntegrationEvent } from '@kompass/contracts';
import { hearing, testKafka } from '@kompass/testing';
import { Logger } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { MESSAGE_BUS, type MessageBus } from '../message-bus.port.js';
import { Messaging } from '../messaging.js';
import { MessagingModule } from '../messaging.module.js';
import { eventually } from './contexts.fixtures.js';
import { hostConsumers } from './kafka-transport.js';

Logger.overrideLogger(false);
// A broker takes its time on a loaded machine.
jest.setTimeout(180_000);

const reopened = integrationEvent(
  'EvaluationReopened',
  { key: 'roros-2017', version: 7, time: '2017-09-14T10:00:00Z', correlationId: 'c', causationId: 'e' },
  { edition: 1 },
);

describe('an application on Kafka', () => {
  it('consumes once Nest hosts its consumers, and ends with them', async () => {
    const kafka = await testKafka();
    const module = MessagingModule.forRoot({ kafka });
    const app = await NestFactory.create(module, new FastifyAdapter(), { logger: false });
    const bus = app.get<MessageBus>(MESSAGE_BUS);
    const heard: IntegrationEvent[] = [];
    bus.subscribe(hearing('listener', ['kompass.scoring.v1'], (message) => heard.push(message)));
    try {
      await app.init();
      expect(app.get(Messaging).problems()).toEqual(['nothing is consumed yet']);
      await hostConsumers(app);
      await bus.publish([reopened]);
      await eventually(() => heard.length === 1);
      expect(heard).toEqual([reopened]);
      expect(app.get(Messaging).problems()).toEqual([]);
    } finally {
      await app.close();
    }
    await expect(bus.publish([reopened])).rejects.toThrow('closed');
  });
});
