import { Command } from 'commander';
import { asyncapiCommand } from './asyncapi.command.js';
import { backupCommand } from './backup.command.js';
import { demoCommand } from './demo.command.js';
import { keysCommand } from './keys.command.js';
import { openapiCommand } from './openapi.command.js';
import { parkedCommand } from './parked.command.js';
import { rebuildCommand } from './rebuild.command.js';
import { relayCommand } from './relay.command.js';
import { restoreCommand } from './restore.command.js';
import { verifyCommand } from './verify.command.js';
import { version } from './version.js';

/** Whatever goes wrong is a line on standard error and exit code 1. */
function fail(error: unknown): void {
  const message = error instanceof Error ? error.message || error.name : String(error);
  process.stderr.write(message.trimEnd().replaceAll(/^/gm, 'kompass: ') + '\n');
  process.exitCode = 1;
}

const kompass = new Command('kompass')
  .description('Kompass from the command line')
  .version(version())
  .addCommand(verifyCommand)
  .addCommand(rebuildCommand)
  .addCommand(parkedCommand)
  .addCommand(relayCommand)
  .addCommand(keysCommand)
  .addCommand(backupCommand)
  .addCommand(restoreCommand)
  .addCommand(demoCommand)
  .addCommand(openapiCommand)
  .addCommand(asyncapiCommand);

await kompass.parseAsync().catch(fail);
