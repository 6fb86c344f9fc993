import { Accounts } from '@kompass/identity';
import type { Standalone } from './standalone.js';

/** Tells where the program answers and, while there is no administrator, how to become the first. */
export async function welcome({ url, app, dataDir, fingerprint }: Standalone): Promise<void> {
  const link = await app.get(Accounts).firstAdministratorLink();
  const first = link
    ? `
There is no administrator yet. This link makes one, once:
  curl -X POST ${url}${link} -H 'content-type: application/json' \\
    -d '{"email":"you@example.org","name":"Your Name","password":"at least 12 characters"}'
`
    : '';
  process.stdout.write(
    `\nKompass is ready: ${url}\nData: ${dataDir}\nFingerprint of its key, for kompass verify --key: ${fingerprint}\n${first}`,
  );
}
