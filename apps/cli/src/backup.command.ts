import { Command } from 'commander';
import { backup } from '@kompass/embedded';
import { dataDirOf, dataOption, runningOn } from './instance.js';
import { version } from './version.js';

export const backupCommand = new Command('backup')
  .description('write everything that a running instance holds to one file: log, read store, keys')
  .argument('<file>', 'must not be there yet')
  .option(...dataOption)
  .action(async (file: string, { data }: { data?: string }) => {
    const dataDir = dataDirOf(data);
    const { postgresUrl } = await runningOn(dataDir);
    const { tables } = await backup({ dataDir, postgresUrl, file, version: version() });
    const rows = tables.reduce((sum, table) => sum + table.rows, 0);
    process.stdout.write(`${file}: ${tables.length} tables, ${rows} rows\n`);
    if (!tables.some(({ schema }) => schema === 'event_store'))
      process.stderr.write('kompass: the log is kept in an EventStoreDB: back it up there\n');
  });
