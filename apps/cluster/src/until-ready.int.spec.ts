import { afterEach, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { untilReady } from './until-ready.js';

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close().closeAllConnections();
});

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener).listen(0, '127.0.0.1');
  servers.push(server);
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const ready = () => serve((_, response) => response.end());
const silent = () => serve(() => undefined);
const told = new AbortController().signal;
const never = new Promise<never>(() => undefined);

describe('waiting for the processes of a cluster', () => {
  it('ends when each is ready, whatever it said before', async () => {
    let asked = 0;
    const late = await serve((_, response) => {
      response.statusCode = (asked += 1) < 3 ? 503 : 200;
      response.end();
    });
    await untilReady([late, await ready()], { failed: never, told });
    expect(asked).toBe(3);
  });

  it('ends with what has failed for good, also where another does not answer', async () => {
    const failed = Promise.reject(new Error('scoring keeps dying'));
    const urls = [await silent(), await ready()];
    await expect(untilReady(urls, { failed, told })).rejects.toThrow('scoring keeps dying');
  });

  it('ends when it is told to', async () => {
    const stopping = new AbortController();
    const waiting = untilReady([await silent()], { failed: never, told: stopping.signal });
    stopping.abort(new Error('stop'));
    await expect(waiting).rejects.toThrow();
  });
});
