import type { z } from 'zod';
import type { Problem } from './problem.js';
import type { AnswerOf, Route } from './route.js';
import { pathOf } from './route.js';
import { sessionRoutes } from './sessions.routes.js';

/** What a client sends: the parts of the route's input, before they are read. */
export interface RequestOf<R extends Route> {
  readonly params?: z.input<R['params']>;
  readonly query?: z.input<R['query']>;
  readonly body?: z.input<R['body']>;
  /** Makes a repeated command the same command. */
  readonly idempotencyKey?: string;
}

/** The server refused: `problem` says what and why, in the language asked for. */
export class ProblemError extends Error {
  constructor(
    readonly problem: Problem,
    /** Seconds after which another try may succeed. */
    readonly retryAfter: number | undefined,
  ) {
    super(problem.detail);
    this.name = 'ProblemError';
  }
}

export interface ClientOptions {
  /** `http://127.0.0.1:3000` */
  readonly baseUrl: string;
  readonly token?: string;
  /** Language of problems, as `Accept-Language`. */
  readonly language?: string;
}

/** Calls the routes of the public HTTP interface by their description; nothing but `fetch`. */
export class KompassClient {
  constructor(private readonly options: ClientOptions) {}

  get baseUrl(): string {
    return this.options.baseUrl;
  }

  /** A client that acts as an account. @throws ProblemError */
  async signIn(email: string, password: string): Promise<KompassClient> {
    const { token } = await this.call(sessionRoutes.signIn, { body: { email, password } });
    return new KompassClient({ ...this.options, token });
  }

  /** @throws ProblemError where the server refuses; `TypeError` where it cannot be reached */
  async call<R extends Route>(route: R, request: RequestOf<R> = {}): Promise<AnswerOf<R>> {
    const { params = {}, query = {}, body, idempotencyKey } = request;
    const { baseUrl, token, language } = this.options;
    const path = pathOf(route, params);
    const search = new URLSearchParams(
      Object.entries(query)
        .filter(([, value]) => value !== undefined)
        .map(([name, value]): [string, string] => [name, String(value)]),
    ).toString();
    const response = await fetch(`${baseUrl}${path}${search && `?${search}`}`, {
      method: route.method,
      headers: {
        accept: 'application/json',
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(token ? { authorization: `Bearer ${token}` } : {}),
        ...(language ? { 'accept-language': language } : {}),
        ...(idempotencyKey ? { 'idempotency-key': idempotencyKey } : {}),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) {
      const retryAfter = response.headers.get('retry-after');
      throw new ProblemError(
        JSON.parse(text) as Problem,
        retryAfter === null ? undefined : Number(retryAfter),
      );
    }
    return (
      route.media && route.media !== 'application/json' ? text : text && JSON.parse(text)
    ) as AnswerOf<R>;
  }
}
