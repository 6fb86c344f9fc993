import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { integrationEvent, routes, type KompassClient } from '@kompass/contracts';
import { demoEvaluation, loadDemo, readDemoFigures } from '@kompass/demo';
import type { StoredEvent } from '@kompass/event-store';
import { Kompass } from './kompass.js';
import { eventually } from './support/eventually.js';
import { group, harmless, park } from './support/parked-message.js';

describe('what a consumer cannot handle', () => {
  let kompass: Kompass;
  let admin: KompassClient;
  beforeAll(async () => {
    kompass = await Kompass.start({ disorder: 'none' }); // a repeat would wait behind what is parked
    await loadDemo(kompass.demo);
    await readDemoFigures(kompass.url, { wait: true });
    admin = await kompass.as('admin');
  });
  afterAll(() => kompass.stop());

  const list = async () => (await admin.call(routes.listParked)).items;

  it('is handled in order once the cause is mended', async () => {
    const messages = [0, 1, 2].map((version) => harmless('once-parked', version));
    const id = await park(kompass.database, messages);
    const query = { context: 'reporting', group };
    expect(await admin.call(routes.listParked, { query })).toMatchObject({
      items: [{ id, key: 'once-parked', messageId: messages[0]!.id, waiting: 2 }],
      next: null,
    });
    const retried = { handled: 3, left: 0, problem: null, next: null };
    expect(await admin.call(routes.retryParked, { params: { id } })).toEqual(retried);
    expect(await list()).toEqual([]);
    for (const unknown of [id, 'reporting.0']) {
      const { status } = await kompass.ask(routes.retryParked, { as: 'admin', params: { id: unknown } });
      expect([unknown, status]).toEqual([unknown, 404]);
    }
  });

  it('is listed page by page, of all contexts, the oldest first', async () => {
    const ids: string[] = [];
    for (const [number, consumer] of [group, 'scoring.reference', group].entries()) {
      ids.push(await park(kompass.database, [harmless(`page-${number}`)], consumer));
      await delay(2); // moments are told to the millisecond
    }
    const first = await admin.call(routes.listParked, { query: { limit: '2' } });
    const second = await admin.call(routes.listParked, { query: { limit: '2', after: first.next! } });
    expect([...first.items, ...second.items].map(({ id }) => id)).toEqual(ids);
    expect(second.next).toBeNull();
    for (const id of ids) await admin.call(routes.retryParked, { params: { id } });
  });

  it('shows nobody what it says of a person', async () => {
    const time = '2017-09-14T10:00:00.000Z';
    const envelope = { key: 'parked-person', version: 1, time, correlationId: 'c', causationId: 'c' };
    const person = { name: 'Parkert Person', roles: [], certificates: [] };
    const message = integrationEvent('PersonChanged', envelope, person);
    const id = await park(kompass.database, [message], 'scoring.reference');
    const shown = await admin.call(routes.readParked, { params: { id } });
    expect(shown).toMatchObject({ key: 'parked-person', message: null, withheld: true, skipped: null });
    expect(await admin.call(routes.retryParked, { params: { id } })).toMatchObject({ handled: 1 });
  });

  it('is forgotten with the person it is about', async () => {
    const name = 'Glemt Person';
    const body = { email: 'glemt@kompass.example', name, roles: [] };
    const { account } = await admin.call(routes.createAccount, { body });
    const key = account.id;
    const time = '2017-09-14T10:00:00.000Z';
    const message = (version: number) =>
      integrationEvent(
        'PersonChanged',
        { key, version, time, correlationId: 'c', causationId: 'c' },
        { name, roles: [], certificates: [] },
      );
    const id = await park(kompass.database, [message(101), message(102), message(103)], 'scoring.reference');
    const [, number] = id.split('.');
    const skipped = `UPDATE scoring.parked_message SET skipped_at = now(), skipped_by = 'admin', skip_reason = 'x' WHERE id = $1`;
    await kompass.database.pool.query(skipped, [number]);
    const parked = async () => {
      const sql = 'SELECT bytes FROM scoring.parked_message WHERE key = $1';
      return (await kompass.database.pool.query<{ bytes: Buffer | null }>(sql, [key])).rows;
    };
    expect((await parked()).every(({ bytes }) => bytes?.includes(name))).toBe(true);
    await admin.call(routes.eraseAccount, { params: { id: key } });
    expect(await eventually(parked, (rows) => rows.length < 3)).toEqual([{ bytes: null }]);
  });

  it('is parked, tried again in vain, and skipped with a reason', async () => {
    let last: StoredEvent | undefined;
    for await (const event of kompass.log.readStream(`result-${demoEvaluation}`)) last = event;
    const { stream, revision, data, metadata } = last!;
    const id = '5a3e6c0e-8e4c-4b4b-9d67-3c1f0f9c1d12';
    await kompass.log.append(stream, revision, [{ id, type: 'ResultForetold', data, metadata }]);
    const reason = { nb: 'Ny opplysning' };
    await admin.call(routes.reopenEvaluation, { params: { id: demoEvaluation }, body: { reason } });

    const [parked] = await eventually(list, (items) => items.length > 0);
    const problem = expect.stringContaining('ResultForetold');
    expect(parked).toMatchObject({
      context: 'reporting',
      group,
      topic: 'kompass.scoring.v1',
      key: demoEvaluation,
      type: 'EvaluationReopened',
      problem,
      waiting: 0,
    });
    const params = { id: parked!.id };
    expect(await admin.call(routes.retryParked, { params })).toEqual({
      ...{ handled: 0, left: 1, problem },
      next: params.id,
    });

    const skipping = { params, body: { reason: 'Kommer med neste versjon' } };
    expect(await admin.call(routes.skipParked, skipping)).toMatchObject({ handled: 0, left: 0 });
    expect(await list()).toEqual([]);
    expect(await admin.call(routes.readParked, { params })).toMatchObject({
      message: { subject: demoEvaluation, data: { edition: 1 } },
      withheld: false,
      skipped: { by: 'admin', reason: 'Kommer med neste versjon' },
    });
    expect((await kompass.ask(routes.skipParked, { as: 'admin', ...skipping })).status).toBe(404);
  });
});
