import { KompassClient, routes } from '@kompass/contracts';
import { demoEmail } from './demo-accounts.js';
import { persistently } from './demo-client.js';
import { demoEvaluation } from './demo-evaluation.js';

/** How far the interviews cover each area, gaps first. */
export interface DemoCoverage {
  /** Held interviews that the instrument wants an area. */
  readonly wanted: number;
  readonly areas: readonly {
    readonly id: string;
    readonly title: string;
    readonly held: number;
    readonly planned: number;
  }[];
}

/** Reads the coverage as the auditor: those who look at the work may. */
export async function readDemoCoverage(baseUrl: string, password: string): Promise<DemoCoverage> {
  const anybody = new KompassClient({ baseUrl, language: 'en' });
  const auditor = await anybody.signIn(demoEmail('auditor'), password);
  const params = { id: demoEvaluation };
  const { wanted, areas } = await persistently(() => auditor.call(routes.readCoverage, { params }));
  return {
    wanted,
    areas: areas.map(({ id, title, held, planned }) => ({ id, title: title.nb ?? id, held, planned })),
  };
}
