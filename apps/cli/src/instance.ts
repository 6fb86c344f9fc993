import { readSettings } from '@kompass/config';
import { findRunning, type RunningInstance } from '@kompass/embedded';

/** Where the data are, for the commands that need them: the option, else the setting. */
export const dataOption = ['--data <dir>', 'the data folder, instead of KOMPASS_DATA or .kompass'] as const;

export function dataDirOf(data: string | undefined): string {
  return data ?? readSettings().dataDir;
}

/** The instance that runs on the data folder. */
export async function runningOn(dataDir: string): Promise<RunningInstance> {
  const running = await findRunning(dataDir);
  if (!running)
    throw new Error(`nothing runs on data folder ${dataDir}: start it, or name another with --data`);
  return running;
}
