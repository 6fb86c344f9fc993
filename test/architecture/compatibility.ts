type Schema = Readonly<Record<string, unknown>>;

/** What of an AsyncAPI document is a promise. */
export interface Contract {
  readonly channels: Readonly<Record<string, Channel>>;
  readonly components: {
    readonly messages: Readonly<Record<string, { readonly headers: Schema; readonly payload: Schema }>>;
    readonly messageTraits: Readonly<Record<string, { readonly headers: Schema }>>;
    readonly schemas: Readonly<Record<string, Schema>>;
  };
}

interface Channel {
  readonly address: string;
  readonly messages: Readonly<Record<string, unknown>>;
  readonly bindings: { readonly kafka: { readonly topicConfiguration: Readonly<Record<string, unknown>> } };
}

/**
 * How `now` breaks what `before` has promised, a line each. During a rolling upgrade the old read what the new write
 * and the other way round, and topics keep old messages; so what is there stays exactly as it is. What may come:
 * topics, types (readers are upgraded before writers), and fields that are not required.
 */
export function contractFaults(before: Contract, now: Contract): readonly string[] {
  const schemas = new Comparison(before, now);
  return [
    ...Object.entries(before.channels).flatMap(([name, channel]) =>
      channelFaults(name, channel, now.channels[name]),
    ),
    ...Object.entries(before.components.messageTraits).flatMap(([name, trait]) =>
      schemas.faults(name, trait.headers, now.components.messageTraits[name]?.headers),
    ),
    ...Object.entries(before.components.messages).flatMap(([name, message]) => {
      const found = now.components.messages[name];
      return [
        ...schemas.faults(`headers of ${name}`, message.headers, found?.headers),
        ...schemas.faults(name, message.payload, found?.payload),
      ];
    }),
  ];
}

function channelFaults(name: string, before: Channel, now: Channel | undefined): readonly string[] {
  if (!now) return [`channel ${name} is gone`];
  const cleanup = (channel: Channel) => channel.bindings.kafka.topicConfiguration['cleanup.policy'];
  return [
    ...changes(`address of ${name}`, before.address, now.address),
    ...changes(`cleanup.policy of ${name}`, cleanup(before), cleanup(now)),
    ...Object.keys(before.messages)
      .filter((type) => !Object.hasOwn(now.messages, type))
      .map((type) => `${type} is gone from ${name}`),
  ];
}

/** Keywords that say something to people only. */
const annotations = new Set(['title', 'description', 'examples']);

/** Keywords that hold a schema. */
const nested = ['items', 'additionalProperties', 'propertyNames'];

/** Of the schemas of two documents. */
class Comparison {
  /** Pairs of references being compared: a schema may hold itself. */
  readonly #under = new Set<string>();

  constructor(
    private readonly before: Contract,
    private readonly now: Contract,
  ) {}

  /** @param place for people: `EvaluationFinalised.total.tenths` */
  faults(place: string, old: Schema, found: Schema | undefined): readonly string[] {
    if (!found) return [`${place} is gone`];
    const pair = JSON.stringify([old['$ref'], found['$ref']]);
    if (pair !== '[null,null]' && this.#under.has(pair)) return [];
    this.#under.add(pair);
    const [a, b] = [resolved(old, this.before), resolved(found, this.now)];
    const faults = [
      ...this.#ofProperties(place, a, b),
      ...nested.flatMap((keyword) => this.#ofNested(`${place}[]`, a[keyword], b[keyword])),
      ...this.#ofAlternatives(place, alternativesOf(a), alternativesOf(b)),
      ...ownKeywords(a, b).flatMap((keyword) => changes(`${keyword} of ${place}`, a[keyword], b[keyword])),
    ];
    this.#under.delete(pair);
    return faults;
  }

  #ofProperties(place: string, a: Schema, b: Schema): readonly string[] {
    const [old, found] = [propertiesOf(a), propertiesOf(b)];
    return [...new Set([...Object.keys(old), ...Object.keys(found)])].flatMap((name) => {
      const at = `${place}.${name}`;
      const [was, is] = [requires(a, name), requires(b, name)];
      if (!Object.hasOwn(old, name)) return is ? [`${at} is new and required`] : [];
      const demand = was === is ? [] : [`${at} is ${is ? 'now' : 'no longer'} required`];
      return [...(found[name] ? demand : []), ...this.faults(at, old[name]!, found[name])];
    });
  }

  #ofNested(place: string, a: unknown, b: unknown): readonly string[] {
    return isSchema(a) && isSchema(b) ? this.faults(place, a, b) : changes(place, a, b);
  }

  #ofAlternatives(place: string, old: readonly Schema[], found: readonly Schema[]): readonly string[] {
    if (old.length !== found.length) return [`${place} has ${found.length} alternatives, not ${old.length}`];
    return old.flatMap((each, index) => this.faults(`${place}|${index}`, each, found[index]));
  }
}

function resolved(schema: Schema, { components }: Contract): Schema {
  const { $ref: reference } = schema as { $ref?: string };
  return reference === undefined ? schema : components.schemas[reference.split('/').at(-1)!]!;
}

function ownKeywords(a: Schema, b: Schema): readonly string[] {
  const apart = new Set([...annotations, ...nested, 'properties', 'required', 'anyOf']);
  return [...new Set([...Object.keys(a), ...Object.keys(b)])].filter((keyword) => !apart.has(keyword));
}

function propertiesOf(schema: Schema): Readonly<Record<string, Schema>> {
  return (schema['properties'] ?? {}) as Readonly<Record<string, Schema>>;
}

function alternativesOf(schema: Schema): readonly Schema[] {
  return (schema['anyOf'] ?? []) as readonly Schema[];
}

function requires(schema: Schema, name: string): boolean {
  return ((schema['required'] ?? []) as readonly string[]).includes(name);
}

function isSchema(value: unknown): value is Schema {
  return typeof value === 'object' && value !== null;
}

function changes(what: string, ...values: readonly [before: unknown, now: unknown]): readonly string[] {
  const [before, now] = values.map((value) => JSON.stringify(value));
  return before === now ? [] : [`${what} was ${before} and is ${now}`];
}
