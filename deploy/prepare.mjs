// Runs on `npm ci`: builds where the build tools are installed, does nothing in a production install.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const nest = fileURLToPath(new URL('../node_modules/@nestjs/cli/bin/nest.js', import.meta.url));
if (existsSync(nest)) {
  const { status } = spawnSync(process.execPath, [nest, 'build'], { stdio: 'inherit' });
  process.exit(status ?? 1);
}
