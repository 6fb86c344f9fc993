import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { createPublicKey } from 'node:crypto';
import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { KompassClient, routes } from '@kompass/contracts';
import type { RunningInstance } from '@kompass/embedded';
import { fingerprintOf, type StoredEvent } from '@kompass/event-store';
import { storedEventsAt } from './support/stored-events.js';
import { Chance } from './torture/chance.js';
import { kompass } from './torture/cli.js';
import { AssessorClient } from './torture/client.js';
import { faultsOfCommands, faultsOfLog } from './torture/log-oracle.js';
import { Program } from './torture/program.js';
import { areaIds, evaluations, password, setScene, type Assessor } from './torture/scene.js';
import { until } from './torture/until.js';
import { faultsOfViews } from './torture/view-oracle.js';

jest.setTimeout(240_000);

/** The drill: back up while eight assessors score, lose the folder, restore, and go on. */
describe('a backup taken while commands go on', () => {
  let parent: string;
  let file: string;
  let original: RunningInstance;
  let restored: RunningInstance;
  let assessors: readonly Assessor[];
  let scoring: readonly AssessorClient[];
  let log: readonly StoredEvent[];
  const programs: Program[] = [];

  async function launch(name: string): Promise<RunningInstance> {
    const program = new Program(join(parent, name));
    programs.push(program);
    return program.ready();
  }

  const anybody = ({ url }: RunningInstance, token?: string) => new KompassClient({ baseUrl: url, token });
  const answers = () => scoring.reduce((sum, client) => sum + client.answers, 0);
  const registered = {
    body: { id: 'oslo', country: 'NO' as const, names: { nb: 'Oslo' }, numbers: [{ number: '0301' }] },
    idempotencyKey: 'before-the-backup',
  };

  beforeAll(async () => {
    parent = await mkdtemp(join(tmpdir(), 'kompass-backup-'));
    file = join(parent, 'kompass.backup');
    original = await launch('data');
    assessors = await setScene(original, 8);
    await anybody(original, original.token).call(routes.registerMunicipality, registered);

    const chance = new Chance(2017);
    const server = { running: async () => original, outages: 0 };
    scoring = assessors.map((assessor) => new AssessorClient(assessor, server, chance.fork()));
    const enough = new AbortController();
    const working = Promise.all(scoring.map((client) => client.run(enough.signal)));
    await until('nobody scores', () => answers() > 100);
    const before = answers();
    expect(await kompass('backup', file, '--data', join(parent, 'data'))).toEqual({
      code: 0,
      output: expect.stringMatching(/: \d+ tables, \d+ rows\n$/),
      errors: '',
    });
    expect(answers()).toBeGreaterThan(before);
    enough.abort();
    await working;

    expect(await kompass('restore', file, '--data', join(parent, 'restored'))).toEqual({
      code: 0,
      output: expect.stringContaining(join(parent, 'restored')),
      errors: '',
    });
    restored = await launch('restored');
    log = await storedEventsAt(restored.eventStoreUrl);
  });
  afterAll(async () => {
    for (const program of programs) await program.stop();
    await rm(parent, { recursive: true });
  });

  it('holds the log as it was at one moment, every chain whole', async () => {
    const whole = await storedEventsAt(original.eventStoreUrl);
    expect(
      faultsOfCommands(
        whole,
        scoring.flatMap(({ memory }) => memory),
      ),
    ).toEqual([]);
    const differs = log.findIndex(({ id }, place) => id !== whole[place]?.id);
    const end = differs < 0 ? log.length : differs;
    const [held, since] = [log.slice(0, end), log.slice(end)];
    expect(held.length).toBeGreaterThan(100);
    expect(held.length).toBeLessThan(whole.length);
    expect(held).toEqual(whole.slice(0, held.length));
    // What was told and not yet answered at that moment is answered by what was restored.
    expect(since.filter(({ metadata }) => !metadata.actor.startsWith('policy:'))).toEqual([]);
    expect(faultsOfLog(log)).toEqual([]);
  });

  it('holds views that are consistent with it', async () => {
    expect(await faultsOfViews(restored, log)).toEqual([]);
  });

  it('shows the totals of that moment', async () => {
    for (const id of evaluations) {
      const as = (running: RunningInstance) => anybody(running, assessors[evaluations.indexOf(id)]!.token);
      const { revision, total, areas } = await as(restored).call(routes.readTotals, { params: { id } });
      const then = await as(original).call(routes.replayEvaluation, {
        params: { id },
        query: { revision: String(revision) },
      });
      expect({ total, areas }).toEqual({ total: then.totals.total, areas: then.totals.areas });
    }
  });

  it('keeps the keys: texts can be read, and proofs are signed as before', async () => {
    const [{ token }] = assessors as [Assessor];
    const params = { id: evaluations[0] };
    const { items } = await anybody(restored, token).call(routes.readAudit, {
      params,
      query: { area: areaIds[0], type: 'ScoreProposed' },
    });
    expect(items.length).toBeGreaterThan(0);
    for (const { value } of items)
      expect(value).toMatchObject({ rationale: { en: expect.stringMatching(/^As I see it/) } });

    const proof = join(parent, 'proof');
    await writeFile(proof, await anybody(restored, token).call(routes.proveEvaluation, { params }));
    const key = createPublicKey(await readFile(join(parent, 'data', 'keys', 'signing.pub.pem')));
    expect(await kompass('verify', proof, '--key', fingerprintOf(key))).toMatchObject({
      code: 0,
      output: expect.stringMatching(/^proved: evaluation-torture-a/),
    });
  });

  it('knows who is signed in, who may sign in, and what has been asked before', async () => {
    const [{ id, token }] = assessors as [Assessor];
    const { items } = await anybody(restored, token).call(routes.listEvaluations);
    expect(items.length).toBeGreaterThan(0);
    await anybody(restored).signIn(`${id}@kompass.example`, password);
    const again = (running: RunningInstance) =>
      anybody(running, running.token).call(routes.registerMunicipality, registered);
    expect(await again(restored)).toEqual(await again(original));
  });

  it('is not read where it is damaged, nor into a folder that holds something', async () => {
    const bytes = await readFile(file);
    bytes.writeUInt8(bytes.readUInt8(bytes.length >> 1) ^ 1, bytes.length >> 1);
    const damaged = join(parent, 'damaged.backup');
    await writeFile(damaged, bytes);
    const before = await readdir(parent);
    expect(await kompass('restore', damaged, '--data', join(parent, 'new'))).toEqual({
      code: 1,
      output: '',
      errors: expect.stringMatching(/^kompass: backup \S+ is damaged \([^\n]+\): use another\n$/),
    });
    expect(await kompass('restore', file, '--data', join(parent, 'data'))).toEqual({
      code: 1,
      output: '',
      errors: expect.stringMatching(/^kompass: folder \S+ is not empty: [^\n]+\n$/),
    });
    expect(await readdir(parent)).toEqual(before);
  });
});
