import { Command } from 'commander';
import { restore } from '@kompass/embedded';
import { dataDirOf, dataOption } from './instance.js';
import { migrateAll } from './schemas.js';

export const restoreCommand = new Command('restore')
  .description('make a data folder from a backup')
  .argument('<file>', 'what `kompass backup` wrote')
  .option(...dataOption)
  .action(async (file: string, { data }: { data?: string }) => {
    const dataDir = dataDirOf(data);
    const { created, tables } = await restore({ file, dataDir, migrate: migrateAll });
    process.stdout.write(`${dataDir}: as of ${created}, ${tables.length} tables\n`);
  });
