import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { services, type Service } from '@kompass/contracts';
import { freePort, startServiceProcess, type Supervised } from '@kompass/embedded';
import type { Starting } from '@kompass/service';

type Program = Service | 'gateway';
const programs: readonly Program[] = [...services, 'gateway'];

export interface ProgramsOptions extends Starting {
  /** Where the gateway listens. */
  readonly host: string;
  readonly port: number;
  /** Settings of all of them. */
  readonly env: Readonly<Record<string, string>>;
}

/** The services and the gateway, each a process of its own. */
export interface Programs {
  /** Where each answers. */
  readonly urls: Readonly<Record<Program, string>>;
  pids(): Record<string, number>;
}

/** Starts them all at once; resolves when each answers. @throws StartupProblem */
export async function startPrograms(options: ProgramsOptions): Promise<Programs> {
  const { dataDir, started, port } = options;
  const logs = join(dataDir, 'logs');
  await mkdir(logs, { recursive: true, mode: 0o700 });
  const ports = new Map<Program, number>();
  for (const name of programs) ports.set(name, name === 'gateway' && port !== 0 ? port : await freePort());
  const urls = Object.fromEntries(
    programs.map((name) => [name, `http://127.0.0.1:${ports.get(name)}`]),
  ) as Programs['urls'];

  const running = new Map<Program, Supervised>();
  const starting = programs.map(async (name) => {
    const supervised = await startServiceProcess({
      ...options,
      name,
      entry: new URL(`../../${name}/src/main.js`, import.meta.url),
      url: urls[name],
      logFile: join(logs, `${name}.log`),
      env: {
        ...options.env,
        KOMPASS_HOST: name === 'gateway' ? options.host : '127.0.0.1',
        KOMPASS_PORT: String(ports.get(name)),
        KOMPASS_CHECKPOINTS: join(dataDir, 'checkpoints', name),
        KOMPASS_GATEWAY_URL: urls.gateway,
        KOMPASS_SCHEDULING_URL: urls.scheduling,
        KOMPASS_SCORING_URL: urls.scoring,
        KOMPASS_REPORTING_URL: urls.reporting,
      },
    });
    running.set(name, supervised);
  });
  started.push(async () => {
    await Promise.allSettled(starting);
    await Promise.all([...running.values()].map((supervised) => supervised.stop()));
  });
  await Promise.all(starting);
  return {
    urls,
    pids: () =>
      Object.fromEntries(
        [...running].flatMap(([name, supervised]) => {
          const pid = supervised.pid();
          return pid === undefined ? [] : [[name, pid]];
        }),
      ),
  };
}
