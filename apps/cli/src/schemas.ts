import type { RestoreOptions } from '@kompass/embedded';
import { startEventStoreNode } from '@kompass/event-store-node';
import { identityTables } from '@kompass/identity';
import { openReadStore } from '@kompass/read-store';
import { registerTables } from '@kompass/register';
import { reportingTables } from '@kompass/reporting';
import { schedulingTables } from '@kompass/scheduling';
import { scoringTables } from '@kompass/scoring';

const schemas = [identityTables, registerTables, reportingTables, schedulingTables, scoringTables];

/** Makes the tables that a backup was taken of; later migrations are left to the next start. */
export const migrateAll: RestoreOptions['migrate'] = async (url, applied) => {
  for (const { schema, migrations } of schemas) {
    const names = applied[schema] ?? [];
    const known = migrations.filter((Migration) => names.includes(new Migration().name ?? ''));
    const dataSource = await openReadStore({ url, schema, migrations: known });
    await dataSource.destroy();
  }
  const node = await startEventStoreNode({ postgres: url, port: 0 });
  await node.stop();
};
