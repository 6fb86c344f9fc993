import type { SystemRole } from '@kompass/contracts';
import { demoAccounts, demoEmail } from './demo-accounts.js';
import { readDemoCoverage } from './demo-coverage.js';
import { readDemoFigures, type DemoFigures } from './demo-figures.js';
import { demoText, progressOn } from './demo-text.js';
import { loadDemo } from './load-demo.js';

/** An account of the demo, with its password. */
export type DemoAccount = Omit<(typeof demoAccounts)[number], 'roles'> & {
  readonly roles: SystemRole[];
  readonly email: string;
  readonly password: string;
};

export interface DemoRun {
  /** Where Kompass answers. */
  readonly url: string;
  readonly password: string;
  /** Of the key that signs the proofs, where it is known. */
  readonly fingerprint?: string;
  /** The command that shows the demo and stays. */
  readonly command?: string;
  /** Makes the accounts, which nobody could do over HTTP who has none. */
  readonly seed: (accounts: readonly DemoAccount[]) => Promise<void>;
  readonly output: Pick<NodeJS.WriteStream, 'isTTY' | 'write'>;
}

/** Makes the demo happen where it has not yet, and shows what came of it. */
export async function runDemo({ url, password, fingerprint, command, seed, output }: DemoRun): Promise<void> {
  await seed(
    demoAccounts.map(({ roles, ...account }) => ({
      ...account,
      roles: [...roles],
      email: demoEmail(account.id),
      password,
    })),
  );
  const figures = (await readDemoFigures(url)) ?? (await load(url, password, output));
  const coverage = await readDemoCoverage(url, password);
  output.write(demoText({ url, password, fingerprint, command, figures, coverage }));
}

async function load(baseUrl: string, password: string, output: DemoRun['output']): Promise<DemoFigures> {
  await loadDemo({ baseUrl, password, onProgress: progressOn(output) });
  const figures = await readDemoFigures(baseUrl, { wait: true });
  if (!figures) throw new Error('the demo was loaded but its figures cannot be read');
  return figures;
}
