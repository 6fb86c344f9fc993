import type { Settings } from '@kompass/config';
import { runDemo } from '@kompass/demo';
import { Accounts } from '@kompass/identity';
import type { Standalone } from './standalone.js';

/** Makes the demo happen in the running program. */
export function showDemo({ url, app, fingerprint }: Standalone, { demoPassword }: Settings): Promise<void> {
  return runDemo({
    url,
    password: demoPassword,
    fingerprint,
    command: 'npm run demo --',
    seed: (accounts) => app.get(Accounts).seed(accounts),
    output: process.stdout,
  });
}
