import { writeFile } from 'node:fs/promises';
import { findRunning } from '@kompass/embedded';
import { EsdbEventLog } from '@kompass/event-store';
import { storedEvents } from '../support/stored-events.js';
import { lineOf } from './golden-log.js';

/** Writes the log of a running Kompass to a file: `npm run golden -- FILE [DATA FOLDER]`. Overwrites nothing. */
async function record(file: string | undefined, dataDir = '.kompass-demo'): Promise<void> {
  if (file === undefined) throw new Error('name the file to write');
  const running = await findRunning(dataDir);
  if (!running) throw new Error(`nothing runs on ${dataDir}: start it with \`npm run demo\``);
  const log = new EsdbEventLog({ url: running.eventStoreUrl });
  const events = await storedEvents(log);
  await log.dispose();
  await writeFile(file, events.map((event) => `${lineOf(event)}\n`).join(''), { flag: 'wx' });
  process.stdout.write(`${file}: ${events.length} events\n`);
}

const [file, dataDir] = process.argv.slice(2);
await record(file, dataDir);
