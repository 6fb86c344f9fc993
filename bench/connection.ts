import { Agent, request, type IncomingMessage } from 'node:http';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { pathOf, type AnswerOf, type RequestOf, type Route } from '@kompass/contracts';

/**
 * Calls routes over connections that stay open, by Node's plain HTTP client: `fetch` would add a quarter of a
 * millisecond to each, and the processor time that the program needs.
 */
export class Connection {
  readonly #agent = new Agent({ keepAlive: true });

  constructor(
    private readonly baseUrl: string,
    private readonly token: string,
  ) {}

  async call<R extends Route>(route: R, asked: RequestOf<R>): Promise<AnswerOf<R>> {
    const { params = {}, query = {}, body } = asked;
    const search = new URLSearchParams(query as Record<string, string>).toString();
    const sent = body === undefined ? undefined : JSON.stringify(body);
    const asking = request(`${this.baseUrl}${pathOf(route, params)}${search && `?${search}`}`, {
      agent: this.#agent,
      method: route.method,
      headers: {
        authorization: `Bearer ${this.token}`,
        ...(sent === undefined
          ? {}
          : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(sent) }),
      },
    });
    asking.end(sent);
    const [response] = (await once(asking, 'response')) as [IncomingMessage];
    const answer = await text(response);
    if (response.statusCode !== route.status) throw new Error(`${route.id}: ${answer}`);
    return JSON.parse(answer) as AnswerOf<R>;
  }

  close(): void {
    this.#agent.destroy();
  }
}
