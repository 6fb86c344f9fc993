import { readFile } from 'node:fs/promises';
import { describe, expect, it } from '@jest/globals';
import { Registry } from 'prom-client';
import { registerMetrics, type Measured } from './metrics.js';

const at = '2017-09-14T10:00:00.000Z';

const measured: Measured = {
  log: { head: async () => ({ commit: 120n, prepare: 120n }) },
  projections: {
    statuses: () => [
      { name: 'scoring.area-total', state: 'live', position: '100-100', behindSince: at },
      { name: 'scoring.access', state: 'standby' },
    ],
  },
  messaging: {
    relays: () => [
      { context: 'scoring', active: true, position: '90-90' },
      { context: 'register', active: false },
    ],
    problems: () => ['no broker'],
  },
  consumers: {
    counts: async () => [{ context: 'reporting', group: 'reporting.record', keys: 1, messages: 3 }],
  },
  bus: {
    lag: async () => [{ group: 'reporting.record', topic: 'kompass.scoring.v1', partition: 2, lag: 7 }],
  },
  now: () => Date.parse(at) + 2_500,
};

async function lines(changed: Partial<Measured> = {}): Promise<string[]> {
  const registry = new Registry();
  registerMetrics(registry, { ...measured, ...changed });
  const text = await registry.metrics();
  return text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
}

describe('the metrics', () => {
  it('tell how far log, projections, relays and consumers are', async () => {
    const found = await lines();
    expect(found.filter((line) => !line.includes('projection_state'))).toEqual([
      'kompass_log_position 120',
      'kompass_projection_position{context="scoring",projection="area-total"} 100',
      'kompass_projection_behind_seconds{context="scoring",projection="area-total"} 2.5',
      'kompass_relay_active{context="scoring"} 1',
      'kompass_relay_active{context="register"} 0',
      'kompass_relay_position{context="scoring"} 90',
      'kompass_relay_behind_seconds{context="scoring"} 0',
      'kompass_messaging_problems 1',
      'kompass_parked_keys{context="reporting",group="reporting.record"} 1',
      'kompass_parked_messages{context="reporting",group="reporting.record"} 3',
      'kompass_consumer_lag{group="reporting.record",topic="kompass.scoring.v1",partition="2"} 7',
    ]);
    expect(
      found.filter((line) => line.startsWith('kompass_projection_state') && line.endsWith(' 1')),
    ).toEqual([
      'kompass_projection_state{context="scoring",projection="area-total",state="live"} 1',
      'kompass_projection_state{context="scoring",projection="access",state="standby"} 1',
    ]);
  });

  it('leave out what does not answer, or what nobody knows', async () => {
    const down = async (): Promise<never> => {
      throw new Error('down');
    };
    const found = await lines({ log: { head: down }, consumers: { counts: down }, bus: {} });
    expect(found.some((line) => /log_position|parked|lag/.test(line))).toBe(false);
    expect(found.some((line) => line.startsWith('kompass_projection_position'))).toBe(true);
  });

  it('are all explained', async () => {
    const table = await readFile(new URL('../README.md', import.meta.url), 'utf8');
    const explained = [...table.matchAll(/^\| `(kompass_\w+)`/gm)].map(([, name]) => name);
    const names = [...(await lines()).map((line) => /^\w+/.exec(line)![0])];
    expect(explained.toSorted()).toEqual(
      [...new Set([...names, 'kompass_http_request_duration_seconds'])].toSorted(),
    );
  });
});
