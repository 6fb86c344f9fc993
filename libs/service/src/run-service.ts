import type { DynamicModule } from '@nestjs/common';
import { demand, readSettings, type Demandable, type SettingsWith } from '@kompass/config';
import { readInstallationKeys, type InstallationKeys } from '@kompass/embedded';
import { createApp, createLogger } from '@kompass/http';
import { hostConsumers } from '@kompass/messaging';
import { awaitEngines } from './await-engines.js';
import { closeApp, listen } from './listen.js';
import { runProgram, untilTold } from './program.js';

/** What every service needs of its environment. */
const always = ['postgresUrl', 'kafka', 'keysDir'] as const satisfies readonly Demandable[];

/** What a service is made with. */
export type Given<Need extends Demandable> = SettingsWith<Need | (typeof always)[number]> & {
  readonly keys: InstallationKeys;
};

/** A process of the distributed form. */
export interface ServiceProgram<Need extends Demandable> {
  readonly name: string;
  /** Settings it cannot do without, beside those that none can. */
  readonly needs: readonly Need[];
  readonly module: (given: Given<Need>) => DynamicModule;
}

/**
 * Runs a service until it is told to end: waits for its engines, answers, and stops in order within five seconds.
 * What it has to say are lines of JSON on standard output, what keeps it from starting one line on standard error.
 */
export function runService<const Need extends Demandable>({
  name,
  needs,
  module,
}: ServiceProgram<Need>): Promise<never> {
  return runProgram(async (told) => {
    const settings = demand(readSettings(), [...always, ...needs]);
    const keys = await readInstallationKeys(settings.keysDir, 'see KOMPASS_KEYS, and `kompass keys create`');
    const logger = createLogger(settings.logLevel, process.stdout, { service: name });
    const { postgresUrl } = settings;
    const eventStoreUrl = needs.some((need) => need === 'eventStoreUrl') ? settings.eventStoreUrl : undefined;
    await awaitEngines({ postgresUrl, eventStoreUrl }, (message) => logger.warn(message), told);
    if (told.aborted) return;
    const { trustProxy } = settings;
    const creating = createApp(module({ ...settings, keys }), { secret: keys.secret, logger, trustProxy });
    const app = await Promise.race([creating, untilTold(told)]);
    if (!app) return; // what there is of it ends with the process
    try {
      const url = await Promise.race([listen(app, settings), untilTold(told)]);
      await hostConsumers(app);
      if (url) logger.info({ url }, `${name} answers`);
      await untilTold(told);
    } finally {
      await closeApp(app, (message) => logger.warn(message));
    }
  });
}
