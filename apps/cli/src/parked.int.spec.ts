import { execFile } from 'node:child_process';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Parked } from '@kompass/contracts';

const bin = fileURLToPath(new URL('../../../deploy/bin/kompass.mjs', import.meta.url));

const parked = (number: number): Parked => ({
  id: `reporting.${number}`,
  context: 'reporting',
  group: 'reporting.record',
  topic: 'kompass.scoring.v1',
  key: `evaluation-${number}`,
  type: number === 2 ? null : 'EvaluationReopened',
  messageId: null,
  attempts: number === 3 ? 0 : number,
  problem: number === 3 ? null : 'a defect',
  parkedAt: '2017-09-14T10:00:00.000Z',
  waiting: number - 1,
});

/** The built program against a stand-in for a running Kompass. */
describe('kompass parked', () => {
  let server: Server;
  let asked: string[];
  let answer: (path: string) => { readonly status: number; readonly body: unknown };
  beforeAll(async () => {
    server = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk: Buffer) => (body += chunk.toString()));
      request.on('end', () => {
        asked.push(`${request.method} ${request.url} ${request.headers.authorization} ${body}`.trimEnd());
        const { status, body: answered } = answer(request.url!);
        response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(answered));
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  afterAll(() => void server.close());
  beforeEach(() => {
    asked = [];
  });

  function kompass(...args: readonly string[]): Promise<{ code: number; stdout: string; stderr: string }> {
    const { port } = server.address() as AddressInfo;
    const instance = ['--url', `http://127.0.0.1:${port}`, '--token', 't'];
    return new Promise((resolve) => {
      const options = { cwd: tmpdir(), env: {} };
      execFile(process.execPath, [bin, 'parked', ...args, ...instance], options, (error, stdout, stderr) =>
        resolve({ code: Number(error?.code ?? 0), stdout, stderr }),
      );
    });
  }

  it('lists everything, page by page', async () => {
    const next = '2017-09-14T10:00:00.000Z~reporting.2';
    answer = (path) => ({
      status: 200,
      body: path.includes('after')
        ? { items: [parked(3)], next: null }
        : { items: [parked(1), parked(2)], next },
    });
    const { code, stdout } = await kompass('list', '--context', 'reporting');
    expect([code, stdout.split('\n')]).toEqual([
      0,
      [
        'reporting.1  2017-09-14T10:00:00.000Z  reporting.record: EvaluationReopened of evaluation-1',
        '    1 try: a defect',
        'reporting.2  2017-09-14T10:00:00.000Z  reporting.record: unreadable, on kompass.scoring.v1 of evaluation-2, 1 waiting behind it',
        '    2 tries: a defect',
        'reporting.3  2017-09-14T10:00:00.000Z  reporting.record: EvaluationReopened of evaluation-3, 2 waiting behind it',
        '    0 tries: not tried since those before it were handled',
        '',
      ],
    ]);
    expect(asked).toEqual([
      'GET /v1/admin/parked?context=reporting Bearer t',
      `GET /v1/admin/parked?context=reporting&${new URLSearchParams({ after: next }).toString()} Bearer t`,
    ]);
  });

  it('says that nothing is parked', async () => {
    answer = () => ({ status: 200, body: { items: [], next: null } });
    expect(await kompass('list')).toEqual({ code: 0, stdout: 'nothing is parked\n', stderr: '' });
  });

  it('shows one whole', async () => {
    const whole = { ...parked(1), message: { data: {} }, withheld: false, skipped: null };
    answer = () => ({ status: 200, body: whole });
    expect(JSON.parse((await kompass('show', 'reporting.1')).stdout)).toEqual(whole);
  });

  it('retries, and fails where something is left', async () => {
    answer = () => ({ status: 200, body: { handled: 2, left: 0, problem: null, next: null } });
    expect(await kompass('retry', 'reporting.1')).toEqual({ code: 0, stdout: '2 handled\n', stderr: '' });
    answer = () => ({ status: 200, body: { handled: 1, left: 3, problem: 'a defect', next: 'reporting.2' } });
    expect(await kompass('retry', 'reporting.1')).toEqual({
      code: 1,
      stdout: '1 handled\n',
      stderr: 'kompass: 3 still parked: a defect\n',
    });
  });

  it('goes on where one request was not enough', async () => {
    answer = (path) => {
      const isFirst = path.includes('reporting.1');
      const rest = isFirst ? { left: 2, next: 'reporting.201' } : { left: 0, next: null };
      return { status: 200, body: { handled: isFirst ? 200 : 2, problem: null, ...rest } };
    };
    expect(await kompass('retry', 'reporting.1')).toEqual({
      code: 0,
      stdout: '200 handled\n2 handled\n',
      stderr: '',
    });
  });

  it('skips with a reason only', async () => {
    answer = () => ({ status: 200, body: { handled: 0, left: 0, problem: null, next: null } });
    const { code, stderr } = await kompass('skip', 'reporting.1');
    expect([code, stderr]).toEqual([1, expect.stringContaining("'--reason <text>' not specified")]);
    expect((await kompass('skip', 'reporting.1', '--reason', 'of no use')).code).toBe(0);
    expect(asked).toEqual(['POST /v1/admin/parked/reporting.1/skip Bearer t {"reason":"of no use"}']);
  });

  it('says in a line what is refused', async () => {
    answer = () => ({ status: 404, body: { detail: 'There is no parked message reporting.9.' } });
    expect(await kompass('retry', 'reporting.9')).toEqual({
      code: 1,
      stdout: '',
      stderr: 'kompass: There is no parked message reporting.9.\n',
    });
  });
});
