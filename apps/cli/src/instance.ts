import type { Command } from 'commander';
import { readSettings } from '@kompass/config';
import { KompassClient } from '@kompass/contracts';
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

/** What `withInstance` adds to the options of a command. */
export interface InstanceOptions {
  readonly data?: string;
  readonly url?: string;
  readonly token?: string;
}

/** Lets a command be told of which running Kompass it speaks: on this machine by its data folder, else by its address. */
export function withInstance(command: Command): Command {
  return command
    .option(...dataOption)
    .option('--url <url>', 'the address of a Kompass elsewhere, instead of a data folder')
    .option(
      '--token <token>',
      'with --url: of a session of an administrator, instead of KOMPASS_OPERATOR_TOKEN',
    );
}

/** A client of the HTTP interface that acts as an administrator. */
export async function administratorOf({ data, url, token }: InstanceOptions): Promise<KompassClient> {
  if (url === undefined) {
    if (token !== undefined) throw new Error('--token goes with --url');
    const running = await runningOn(dataDirOf(data));
    return new KompassClient({ baseUrl: running.url, token: running.token, language: 'en' });
  }
  const proof = token ?? readSettings().operatorToken;
  if (proof === undefined) throw new Error('--url needs --token, or KOMPASS_OPERATOR_TOKEN');
  return new KompassClient({ baseUrl: url.replace(/\/$/, ''), token: proof, language: 'en' });
}
