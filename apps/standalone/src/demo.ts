import type { Settings } from '@kompass/config';
import {
  demoAccounts,
  demoEmail,
  demoText,
  loadDemo,
  progressOn,
  readDemoFigures,
  type DemoFigures,
} from '@kompass/demo';
import { Accounts } from '@kompass/identity';
import type { Standalone } from './standalone.js';

/** Makes the demo happen where it has not yet, and shows what came of it. */
export async function runDemo(
  { url, app, fingerprint }: Standalone,
  { demoPassword }: Settings,
): Promise<void> {
  const password = demoPassword;
  await app.get(Accounts).seed(
    demoAccounts.map((account) => ({
      ...account,
      roles: [...account.roles],
      email: demoEmail(account.id),
      password,
    })),
  );
  const figures = (await readDemoFigures(url)) ?? (await load(url, password));
  process.stdout.write(demoText({ url, password, fingerprint, figures }));
}

async function load(baseUrl: string, password: string): Promise<DemoFigures> {
  await loadDemo({ baseUrl, password, onProgress: progressOn(process.stdout) });
  const figures = await readDemoFigures(baseUrl, { wait: true });
  if (!figures) throw new Error('the demo was loaded but its figures cannot be read');
  return figures;
}
