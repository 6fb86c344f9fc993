import { jest } from '@jest/globals';
import { createPublicKey, generateKeyPairSync, randomBytes, randomUUID } from 'node:crypto';
import { KompassClient, pathOf, routes, type Problem, type Route } from '@kompass/contracts';
import { EVENT_LOG, fingerprintOf, type EventLog } from '@kompass/event-store';
import { startEventStoreNode, type EventStoreNode } from '@kompass/event-store-node';
import { createLogger } from '@kompass/http';
import { Accounts } from '@kompass/identity';
import { testDatabase, type TestDatabase } from '@kompass/testing';
import { accounts, emailOf, password, type Who } from './support/accounts.js';
import { startForm, type Form, type FormOptions } from './form.js';

// Generous: what a slow machine takes is no fault.
jest.setTimeout(180_000);

export interface KompassOptions {
  /** What the bus of one process does to its messages: by default it mixes and repeats them. */
  readonly disorder?: FormOptions['disorder'] | 'none';
  /** A Kafka of the test's own, between services. */
  readonly brokers?: FormOptions['brokers'];
}

/** A request as a test words it; unlike a `KompassClient`'s it may be wrong. */
export interface Question {
  readonly as?: Who;
  readonly params?: Readonly<Record<string, unknown>>;
  readonly query?: Readonly<Record<string, string>>;
  /** JSON; a text or bytes are sent as they are. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  /** Without its parameters. */
  readonly media: string | undefined;
  /** JSON read, any other text as it is. */
  readonly body: unknown;
}

/**
 * The whole, in the form that is tested (`formName`), with the accounts of the tests, on a database and an event-store
 * node of its own.
 */
export class Kompass {
  /** What was logged by all of it, at the finest level. */
  readonly lines: string[] = [];
  /** `GET /v1/results/:id`: every route that the edge serves. */
  readonly served = new Set<string>();
  readonly #keys = {
    ...generateKeyPairSync('ed25519', {
      publicKeyEncoding: { type: 'spki', format: 'pem' },
      privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    }),
    secret: randomBytes(32),
  };
  /** Of those who are signed in. */
  readonly #tokens = new Map<Who, string>();
  /** Before the names of its topics. */
  readonly topicPrefix = `t${randomUUID().slice(0, 8)}.`;
  #form: Form | undefined;
  #url = '';

  private constructor(
    readonly database: TestDatabase,
    private readonly node: EventStoreNode,
    private readonly options: KompassOptions,
  ) {}

  static async start(options: KompassOptions = {}): Promise<Kompass> {
    const database = await testDatabase();
    const node = await startEventStoreNode({ postgres: database.url, port: 0, allowUnsafe: true });
    const kompass = new Kompass(database, node, options);
    await kompass.#open();
    await kompass.#form!.edge.get(Accounts).seed(accounts.map((account) => ({ ...account, password })));
    return kompass;
  }

  /** Ends it and starts it again on the same data. */
  async restart(): Promise<void> {
    await this.#close();
    await this.#open();
  }

  async stop(): Promise<void> {
    await this.#close();
    await this.node.stop();
    await this.database.drop();
  }

  get url(): string {
    return this.#url;
  }

  /** What `loadDemo` takes. */
  get demo() {
    return { baseUrl: this.#url, password };
  }

  /** The event store itself. */
  get log(): EventLog {
    return this.#form!.scoring.get<EventLog>(EVENT_LOG, { strict: false });
  }

  /** Of the key that signs proofs. */
  get fingerprint(): string {
    return fingerprintOf(createPublicKey(this.#keys.publicKey));
  }

  /** Every token of a session so far. */
  get tokens(): readonly string[] {
    return [...this.#tokens.values()];
  }

  /** What every process says of its parts: those that are ready, and in words those that are not. */
  async readiness(): Promise<{ readonly ready: readonly string[]; readonly waiting: readonly string[] }> {
    const answers = this.#form!.all.map(async (app) => {
      const answer = await fetch(`${await app.getUrl()}${routes.checkReadiness.path}`);
      const body = (await answer.json()) as { parts?: object; values?: { parts: readonly string[] } };
      return { ready: Object.keys(body.parts ?? {}), waiting: body.values?.parts ?? [] };
    });
    const all = await Promise.all(answers);
    return {
      ready: [...new Set(all.flatMap(({ ready }) => ready))].sort(),
      waiting: all.flatMap(({ waiting }) => waiting),
    };
  }

  /** A client that acts as an account. */
  async as(who: Who): Promise<KompassClient> {
    const token = await this.#tokenOf(who);
    return new KompassClient({ baseUrl: this.#url, language: 'en', ...(token ? { token } : {}) });
  }

  /** Asks, whatever comes of it. */
  async ask(route: Pick<Route, 'method' | 'path'>, question: Question = {}): Promise<Answer> {
    const { as = 'anybody', params = {}, query = {}, body, headers = {} } = question;
    const search = new URLSearchParams(query).toString();
    const token = await this.#tokenOf(as);
    const response = await fetch(`${this.#url}${pathOf(route, params)}${search && `?${search}`}`, {
      method: route.method,
      headers: {
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(token ? { authorization: `Bearer ${token}` } : {}),
        ...headers,
      },
      ...(body === undefined ? {} : { body: isRaw(body) ? body : JSON.stringify(body) }),
    });
    if (response.ok && route.path === routes.signOut.path) this.#tokens.delete(as);
    const media = response.headers.get('content-type')?.split(';')[0];
    const text = await response.text();
    const isJson = media !== undefined && /[/+]json$/.test(media);
    return {
      status: response.status,
      headers: response.headers,
      media,
      body: isJson ? JSON.parse(text) : text,
    };
  }

  async #tokenOf(who: Who): Promise<string | undefined> {
    if (who === 'anybody') return undefined;
    if (!this.#tokens.has(who)) {
      const { body } = await this.ask(routes.signIn, { body: { email: emailOf(who), password } });
      this.#tokens.set(who, (body as { token: string }).token);
    }
    return this.#tokens.get(who)!;
  }

  async #open(): Promise<void> {
    const { disorder = { interleave: 1, repeat: 0.3 } } = this.options;
    this.#form = await startForm({
      keys: this.#keys,
      postgresUrl: this.database.url,
      eventStoreUrl: `esdb://127.0.0.1:${this.node.port}?tls=false`,
      logger: createLogger('trace', { write: (line) => void this.lines.push(line) }),
      disorder: disorder === 'none' ? undefined : disorder,
      topicPrefix: this.topicPrefix,
      brokers: this.options.brokers,
      onRoute: (method, path) => this.served.add(`${method} ${path}`),
    });
    this.#url = await this.#form.edge.getUrl();
  }

  async #close(): Promise<void> {
    await Promise.all(this.#form!.all.map((app) => app.close()));
  }
}

/** The refusal in an answer. */
export function problemIn({ media, body }: Answer): Problem {
  if (media !== 'application/problem+json')
    throw new Error(`no problem, but ${media}: ${JSON.stringify(body)}`);
  return body as Problem;
}

function isRaw(body: unknown): body is string | Uint8Array<ArrayBuffer> {
  return typeof body === 'string' || body instanceof Uint8Array;
}
