import { describe, expect, it } from '@jest/globals';
import { routes, type InputOf, type Route } from '@kompass/contracts';
import type { FastifyRequest } from 'fastify';
import { pino } from 'pino';
import { CommandContexts } from './command-contexts.js';
import type { Reader } from './principal.js';

const now = new Date('2017-09-14T10:00:00.000Z');
const lead: Reader = { accountId: 'lead', roles: ['assessor'] };

function contextsWith(secret = 'secret') {
  return new CommandContexts({
    secret: Buffer.from(secret),
    now: () => now,
    logger: pino({ enabled: false }),
    trustProxy: false,
  });
}

interface Asked {
  readonly reader?: Reader;
  readonly params?: Record<string, string>;
  readonly key?: string | string[];
  readonly body?: unknown;
  readonly route?: Route;
  readonly secret?: string;
}

function contextOf({
  reader = lead,
  params = { id: 'roros-2017', indicatorId: '5.6.2' },
  key,
  body,
  route = routes.proposeScore,
  secret,
}: Asked) {
  const request = {
    id: 'correlation',
    headers: { 'idempotency-key': key },
    body,
  } as unknown as FastifyRequest;
  return contextsWith(secret).of(route, { params } as InputOf<Route>, reader, request);
}

describe('the context of a command', () => {
  it('tells who, when and on whose behalf', () => {
    const context = contextOf({ key: 'k' });
    expect(context).toMatchObject({ actor: 'lead', correlationId: 'correlation', at: now.toISOString() });
    expect(context.causationId).toBe(context.commandId);
    expect(context.request).toMatch(/^[0-9a-f]{64}$/);
  });

  it('has an id that follows from who asked what with which key, and from nothing else', () => {
    const first = contextOf({ key: 'k', body: { points: 1 } });
    expect(contextOf({ key: 'k', body: { points: 2 } }).commandId).toBe(first.commandId);
    const others: readonly Asked[] = [
      { key: 'l' },
      { key: 'k', reader: { accountId: 'assessor', roles: ['assessor'] } },
      { key: 'k', params: { id: 'roros-2017', indicatorId: '5.6.3' } },
      { key: 'k', route: routes.agreeScore },
    ];
    const ids = [first, ...others.map(contextOf)].map(({ commandId }) => commandId);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('has a random id without a key', () => {
    expect(contextOf({}).commandId).not.toBe(contextOf({}).commandId);
  });

  it('tells another body under the same key, whatever the order of its fields, only with the secret', () => {
    const { request } = contextOf({ key: 'k', body: { points: 1, rationale: { nb: 'x' } } });
    expect(contextOf({ key: 'k', body: { rationale: { nb: 'x' }, points: 1 } }).request).toBe(request);
    expect(contextOf({ key: 'k', body: { rationale: { nb: 'y' }, points: 1 } }).request).not.toBe(request);
    expect(
      contextOf({ key: 'k', body: { points: 1, rationale: { nb: 'x' } }, secret: 'other' }).request,
    ).not.toBe(request);
  });

  it.each(['', 'a b', 'æ', 'x'.repeat(201), 'a\n', ['a', 'b']])('refuses %j as a key', (key) => {
    expect(() => contextOf({ key })).toThrow(
      expect.objectContaining({
        code: 'invalid-request',
        detail: { errors: [{ field: 'Idempotency-Key', rule: 'wrong-format' }] },
      }),
    );
  });

  it.each([
    ['a lone surrogate', '{"instrument":{"id":"\\ud800"}}'],
    ['a lone surrogate as a name', '{"instrument":{"\\ud800":1}}'],
    ['a number out of range', '{"instrument":{"id":1e400}}'],
  ])('refuses %s, which nothing could be proved of', (_, body) => {
    expect(() => contextOf({ body: JSON.parse(body) as unknown })).toThrow(
      expect.objectContaining({
        code: 'invalid-request',
        detail: { errors: [{ field: '', rule: 'not-json' }] },
      }),
    );
  });

  it('refuses anybody', () => {
    expect(() => contextOf({ reader: 'anybody' })).toThrow('unauthenticated');
  });
});

describe('the items of a bulk request', () => {
  const context = contextOf({ key: 'k' });
  const items = (points: number) =>
    contextsWith().items(context, [
      { item: '0/1.1.1', asked: { points }, command: { type: 'X' } },
      { item: '1/1.1.2', asked: { points }, command: { type: 'X' } },
    ]);

  it('are commands of their own, the same when they are repeated', () => {
    const [first, second] = items(1);
    expect(first!.commandId).not.toBe(second!.commandId);
    expect(first!.commandId).not.toBe(context.commandId);
    expect(items(1)).toEqual([first, second]);
    expect(items(2)[0]).toMatchObject({ commandId: first!.commandId });
    expect(items(2)[0]!.request).not.toBe(first!.request);
  });
});
