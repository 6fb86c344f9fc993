import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { KompassClient, routes } from '@kompass/contracts';
import {
  startEventStoreNodeProcess,
  startPostgres,
  type EventStoreNodeProcess,
  type Postgres,
  type RunningInstance,
} from '@kompass/embedded';
import { storedEventsAt } from '../support/stored-events.js';
import { Chance } from '../torture/chance.js';
import { AssessorClient } from '../torture/client.js';
import { Program } from '../torture/program.js';
import { areaIds, evaluations, setScene } from '../torture/scene.js';
import { until } from '../torture/until.js';
import { faultsOfViews } from '../torture/view-oracle.js';
import { drillCommands, makeTools, runCommands } from './drill.js';

jest.setTimeout(240_000);

const nodeEntry = fileURLToPath(new URL('../../dist/apps/event-store-node/src/main.js', import.meta.url));

/** The drill of docs/operations.md, on engines that are not the program's own, command by command. */
describe('the drill in docs/operations.md', () => {
  let folder: string;
  let tools: string;
  let commands: ReadonlyMap<string, string>;
  let postgres: Postgres;
  let node: EventStoreNodeProcess | undefined;
  let program: Program | undefined;
  let running: RunningInstance;
  let scoring: readonly AssessorClient[];

  const address = (database: string) => Object.assign(new URL(postgres.url), { pathname: database }).href;
  const environment = () => ({ KOMPASS_POSTGRES_URL: address('kompass'), KOMPASS_EVENTSTORE_URL: node!.url });
  const sql = (...statements: readonly string[]) =>
    runCommands(`psql "$POSTGRES" ${statements.map((each) => `-c '${each}'`).join(' ')}`, settings());
  const settings = () => ({
    PATH: tools,
    POSTGRES: address('postgres'),
    KOMPASS_POSTGRES_URL: address('kompass'),
    KOMPASS_DATA: join(folder, 'data'),
  });
  const drill = (name: string) => runCommands(commands.get(name)!, settings());

  const startNode = async () => {
    node = await startEventStoreNodeProcess({ entry: nodeEntry, postgresUrl: address('kompass_log') });
  };
  const launch = () => (program = new Program(join(folder, 'data'), { env: environment() }));
  const start = async () => {
    running = await launch().ready();
  };
  const stop = () => program!.stop();

  /** Some more is scored. */
  const work = async (): Promise<void> => {
    const answered = () => scoring.reduce((sum, { answers }) => sum + answers, 0);
    const enough = new AbortController();
    const target = answered() + 60;
    const working = Promise.all(scoring.map((client) => client.run(enough.signal)));
    await until('nobody scores', () => answered() > target);
    enough.abort();
    await working;
    expect(scoring.flatMap(({ complaints }) => complaints)).toEqual([]);
  };
  const reader = () => new KompassClient({ baseUrl: running.url, token: running.token });
  const totals = () =>
    Promise.all(evaluations.map((id) => reader().call(routes.readTotals, { params: { id } })));
  const viewFaults = async () => faultsOfViews(running, await storedEventsAt(running.eventStoreUrl));

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'kompass-drill-'));
    tools = await makeTools(join(folder, 'bin'));
    commands = await drillCommands();
    postgres = await startPostgres({ dataDir: join(folder, 'engine') });
    await sql('CREATE DATABASE kompass_log'); // and `kompass` is there
    await startNode();
    await start();
    const server = { running: async () => running, outages: 0 };
    const chance = new Chance(5);
    scoring = (await setScene(running, 4)).map(
      (assessor) => new AssessorClient(assessor, server, chance.fork()),
    );
    await work();
  });
  afterAll(async () => {
    await program?.stop();
    await node?.stop();
    await postgres.stop();
    await rm(folder, { recursive: true });
  });

  it('is all that the guide has', () => {
    expect([...commands.keys()]).toEqual(['rewind', 'copy', 'views', 'older', 'forget']);
  });

  it('keeps a copy of the read store, and the work goes on', async () => {
    await stop();
    await drill('copy');
    await node!.stop(); // the log is copied by means of its own
    await sql('CREATE DATABASE kompass_log_copy TEMPLATE kompass_log');
    await startNode();
    await start();
    await work();
  });

  it('brings lost views back', async () => {
    const before = await totals();
    expect(await drill('views')).toContain('area-total: rebuilt; ');
    expect(await totals()).toEqual(before);
    expect(await viewFaults()).toEqual([]);
  });

  it('goes on from an older read store', async () => {
    const before = await totals();
    await stop();
    await drill('older');
    await start();
    expect(await drill('rewind')).toContain('identity: published again from the start\n');
    expect(await viewFaults()).toEqual([]);
    expect(await totals()).toEqual(before);
    const { items } = await reader().call(routes.readAudit, {
      params: { id: evaluations[0] },
      query: { area: areaIds[0], type: 'ScoreProposed' },
    });
    const texts = items.map(({ value }) => JSON.stringify((value as { rationale: unknown }).rationale));
    expect(texts.filter((text) => text.includes('As I see it')).length).toBeGreaterThan(0);
    expect(texts.filter((text) => text.includes('erased')).length).toBeGreaterThan(0);
    await work();
  });

  it('refuses a log that is older than its views, and makes them anew', async () => {
    await stop();
    await node!.stop();
    await sql('DROP DATABASE kompass_log', 'CREATE DATABASE kompass_log TEMPLATE kompass_log_copy');
    await startNode();
    const { code } = await launch().ended;
    expect([code, program!.errors]).toEqual([
      1,
      expect.stringMatching(/^kompass: the view \S+ does not belong to this event log \([^\n]+\n$/),
    ]);
    await drill('forget');
    await start();
    expect(await viewFaults()).toEqual([]);
    const { position } = await reader().call(routes.registerMunicipality, {
      body: { id: 'oslo', country: 'NO', names: { nb: 'Oslo' }, numbers: [{ number: '0301' }] },
    });
    await reader().call(routes.readMunicipality, {
      params: { number: '0301' },
      query: { atLeast: position },
    });
    expect(await viewFaults()).toEqual([]);
  });
});
