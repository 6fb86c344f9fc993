import { setTimeout as delay } from 'node:timers/promises';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Settings } from '@kompass/config';
import { StartupProblem } from '@kompass/embedded';

/** How long requests under way may take to be answered when the program ends, and then the rest of the application. */
const patienceMs = 1_500;

/**
 * Lets an application answer.
 *
 * @returns where: `http://127.0.0.1:3000`
 * @throws StartupProblem
 */
export async function listen(
  app: NestFastifyApplication,
  { host, port }: Pick<Settings, 'host' | 'port'>,
): Promise<string> {
  try {
    await app.listen({ host, port });
    const { port: actual } = app.getHttpServer().address() as { port: number };
    const name = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host;
    return `http://${name.includes(':') ? `[${name}]` : name}:${actual}`;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EADDRINUSE') {
      throw new StartupProblem(
        `port ${port} on ${host} is taken: stop what listens there, or name another in KOMPASS_PORT`,
      );
    }
    if (code === 'EACCES' || code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') {
      throw new StartupProblem(
        `cannot listen on ${host}:${port} (${code}): see KOMPASS_HOST and KOMPASS_PORT`,
      );
    }
    throw error;
  }
}

/** Lets requests under way be answered, then ends every connection; what does not stop even so is left behind. */
export async function closeApp(app: NestFastifyApplication, log: (message: string) => void): Promise<void> {
  const closed = app.close().then(() => true);
  const patience = (): Promise<boolean> => delay(patienceMs, false);
  if (await Promise.race([closed, patience()])) return;
  app.getHttpServer().closeAllConnections();
  if (!(await Promise.race([closed, patience()]))) log('the application does not stop and is left behind');
}
