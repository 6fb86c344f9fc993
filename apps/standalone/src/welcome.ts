import { Accounts } from '@kompass/identity';
import { welcomeText } from '@kompass/service';
import type { Standalone } from './standalone.js';

/** Tells where the program answers and, while there is no administrator, how to become the first. */
export async function welcome({ url, app, dataDir, fingerprint }: Standalone): Promise<void> {
  const link = await app.get(Accounts).firstAdministratorLink();
  process.stdout.write(welcomeText({ url, dataDir, fingerprint, link }));
}
