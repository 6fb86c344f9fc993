import type { IntegrationEvent } from '@kompass/contracts';
import { MESSAGE_BUS, MessagingModule, type KafkaOptions, type MessageBus } from '@kompass/messaging';
import { NestFactory } from '@nestjs/core';

/** Publishes messages as a context does, on topics with the settings that every context wants. */
export async function publish(kafka: KafkaOptions, messages: readonly IntegrationEvent[]): Promise<void> {
  const root = { module: class PublishingModule {}, imports: [MessagingModule.forRoot({ kafka })] };
  const app = await NestFactory.createApplicationContext(root, { logger: ['error'] });
  await app.get<MessageBus>(MESSAGE_BUS).publish(messages);
  await app.close();
}
