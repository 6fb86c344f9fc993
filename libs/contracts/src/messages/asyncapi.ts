import type { z } from 'zod';
import { jsonSchemaOf, type Json } from '../json-schema.js';
import { messageCatalog, type Topic } from './message-catalog.js';
import { receivers } from './receivers.js';
import { describeTopic, topicNames, topicSettings } from './topics.js';

const kafka = { bindingVersion: '0.5.0' };

const about = {
  title: 'Kompass',
  version: '1',
  description: `What the contexts tell each other over Kafka: one topic a context, CloudEvents 1.0 in binary mode (attributes as headers, the value is \`data\`). Delivered at least once, in order per key, in no order between keys or topics: take a repeat or what is not newer (\`ce_version\`) for what you have. Points are integer tenths; unknown is \`null\`. Ignore fields that you do not know: they may come at any time; none ever goes, and none ever means something else.`,
};

let document: Json | undefined;

/** The AsyncAPI 3.0 document of the messages between contexts. */
export function asyncApiDocument(): Json {
  return (document ??= describe());
}

function describe(): Json {
  const schemas: Json = {};
  return {
    asyncapi: '3.0.0',
    info: about,
    defaultContentType: 'application/json',
    channels: Object.fromEntries(topicNames.map((topic) => [channelOf(topic), channel(topic)])),
    operations: Object.fromEntries([...topicNames.map(sending), ...receiving()]),
    components: {
      messages: Object.fromEntries(
        topicNames.flatMap((topic) =>
          Object.entries(messageCatalog[topic]).map(([type, data]) => [
            type,
            message(topic, type, data as z.ZodType, schemas),
          ]),
        ),
      ),
      messageTraits: { cloudEvent },
      schemas,
    },
  };
}

/** `kompass.scoring.v1` → `scoring` */
function channelOf(topic: Topic): string {
  return topic.split('.')[1]!;
}

function channel(topic: Topic): Json {
  return {
    address: topic,
    summary: describeTopic(topic).about,
    ...(describeTopic(topic).keeps === 'latest' ? { description: aboutMoves } : {}),
    messages: Object.fromEntries(
      Object.keys(messageCatalog[topic]).map((type) => [type, { $ref: `#/components/messages/${type}` }]),
    ),
    bindings: { kafka: { topicConfiguration: topicConfiguration(topic), ...kafka } },
  };
}

const aboutMoves =
  'Also holds records with the key `kompass:move`, without headers and value: they say nothing, and are there so that what was replaced is compacted in time.';

/** The settings of a topic as the binding words them. */
function topicConfiguration(topic: Topic): Json {
  const worded = (name: string, value: string) => {
    if (name === 'cleanup.policy') return [value];
    return Number(value);
  };
  return Object.fromEntries(
    Object.entries(topicSettings(topic)).map(([name, value]) => [name, worded(name, value)]),
  );
}

function sending(topic: Topic): [string, Json] {
  const { sender } = describeTopic(topic);
  return [
    `${sender}.send`,
    { action: 'send', channel: { $ref: `#/channels/${channelOf(topic)}` }, summary: `${sender} tells` },
  ];
}

function receiving(): [string, Json][] {
  return Object.entries(receivers).flatMap(([group, topics]) =>
    topics.map((topic): [string, Json] => [
      `${group}.receive.${channelOf(topic)}`,
      {
        action: 'receive',
        channel: { $ref: `#/channels/${channelOf(topic)}` },
        bindings: { kafka: { groupId: { type: 'string', const: `kompass.${group}` }, ...kafka } },
      },
    ]),
  );
}

function message(topic: Topic, type: string, data: z.ZodType, schemas: Json): Json {
  return {
    name: type,
    ...(data.description === undefined ? {} : { summary: data.description }),
    traits: [{ $ref: '#/components/messageTraits/cloudEvent' }],
    headers: {
      type: 'object',
      properties: {
        ce_type: { type: 'string', const: `${topic}.${type}` },
        ce_source: { type: 'string', const: `/${topic.split('.').slice(0, 2).join('/')}` },
      },
    },
    payload: jsonSchemaOf(data, 'input', schemas),
    bindings: { kafka: { key: { type: 'string', description: describeTopic(topic).key }, ...kafka } },
  };
}

const attributes = [
  ...['specversion', 'id', 'source', 'type', 'subject', 'time'],
  ...['partitionkey', 'correlationid', 'causationid', 'version'],
];

/** What every message carries: the attributes of a CloudEvent, in Kafka's headers. */
const cloudEvent = {
  contentType: 'application/json',
  correlationId: {
    location: '$message.header#/ce_correlationid',
    description: 'The same from the request of a person to everything that came of it.',
  },
  headers: {
    type: 'object',
    required: ['content-type', ...attributes.map((name) => `ce_${name}`)],
    properties: {
      'content-type': { type: 'string', const: 'application/json' },
      ce_specversion: { type: 'string', const: '1.0' },
      ce_id: {
        type: 'string',
        format: 'uuid',
        description: 'UUIDv5 of topic, type, key and version: the same, however often the message is sent.',
      },
      ce_subject: { type: 'string', description: 'What it is about: the key.' },
      ce_time: { type: 'string', format: 'date-time', description: 'When it happened, UTC.' },
      ce_partitionkey: { type: 'string', description: 'The key.' },
      ce_correlationid: { type: 'string' },
      ce_causationid: { type: 'string', description: 'Id of the event or command that it comes from.' },
      ce_version: {
        type: 'string',
        pattern: '^[0-9]+$',
        description: 'Of what it is about: grows with every message of a key and type.',
      },
    },
  },
};
