import { randomUUID } from 'node:crypto';
import { integrationEvent, type DataOf, type IntegrationEvent } from '@kompass/contracts';
import data from '../libs/demo/data/municipalities.json' with { type: 'json' };

export interface Municipality {
  readonly id: string;
  readonly data: DataOf<'MunicipalityChanged'>;
}

const real = data.municipalities.map(({ country, names, numbers, group }): Municipality['data'] => ({
  country,
  names,
  numbers,
  groups: group === null ? [] : [{ kind: 'population', key: group }],
  successors: [],
}));

/** So many municipalities: each is another, and says of itself what one of the demo's does whose turn it is. */
export function municipalities(count: number): readonly Municipality[] {
  return Array.from({ length: count }, (_, index) => ({
    id: `municipality-${index}`,
    data: real[index % real.length]!,
  }));
}

/** What the register would tell of it. */
export function messageOf({ id: key, data }: Municipality): IntegrationEvent {
  const [correlationId, causationId] = [randomUUID(), randomUUID()];
  const envelope = { key, version: 0, time: new Date().toISOString(), correlationId, causationId };
  return integrationEvent('MunicipalityChanged', envelope, data);
}
