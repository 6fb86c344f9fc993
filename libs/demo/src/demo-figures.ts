import { setTimeout as delay } from 'node:timers/promises';
import { KompassClient, ProblemError, routes } from '@kompass/contracts';
import { demoEvaluation } from './demo-evaluation.js';

/** What the demo shows at its end. Printed points. */
export interface DemoFigures {
  readonly total: string;
  readonly change: string;
  readonly areas: readonly {
    readonly id: string;
    readonly title: string;
    readonly from: number | null;
    readonly to: number | null;
  }[];
}

/** Tries while reporting has not heard yet of the finalisation: about ten seconds. */
const attempts = 200;

/**
 * Reads the figures as somebody without an account; `undefined` where Røros 2017 is not finalised.
 *
 * @param wait until reporting, which hears of it over the bus, knows it too
 */
export async function readDemoFigures(
  baseUrl: string,
  { wait = false } = {},
): Promise<DemoFigures | undefined> {
  const anybody = new KompassClient({ baseUrl, language: 'en' });
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await read(anybody);
    } catch (error) {
      const missing = error instanceof ProblemError && error.problem.status === 404;
      if (!missing) throw error;
      if (!wait || attempt === attempts) return undefined;
      await delay(50);
    }
  }
}

async function read(anybody: KompassClient): Promise<DemoFigures> {
  const totals = await anybody.call(routes.readTotals, { params: { id: demoEvaluation } });
  const { from, to, change, areas } = await anybody.call(routes.compareYears, {
    params: { number: '5025' },
    query: { from: '2013', to: '2017' },
  });
  return {
    total: `${totals.total.printed} of ${totals.total.max}`,
    change: `${from.total} → ${to.total} (${signed(change)})`,
    areas: totals.areas.map(({ id, title }) => {
      const compared = areas.find((area) => area.id === id);
      return { id, title: title.nb ?? id, from: compared?.from ?? null, to: compared?.to ?? null };
    }),
  };
}

function signed(change: number | null): string {
  if (change === null) return 'not comparable';
  return change >= 0 ? `+${change}` : String(change);
}
