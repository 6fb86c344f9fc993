import { KompassClient, routes } from '@kompass/contracts';
import { demoEvaluation } from './load-demo.js';

/** What the demo shows at its end, read through the public interface by somebody without an account. */
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

/** @throws ProblemError 404 until Røros 2017 is finalised and reporting has heard of it */
export async function readDemoFigures(baseUrl: string): Promise<DemoFigures> {
  const anybody = new KompassClient({ baseUrl, language: 'en' });
  const totals = await anybody.call(routes.readTotals, { params: { id: demoEvaluation } });
  const comparison = await anybody.call(routes.compareYears, {
    params: { number: '5025' },
    query: { from: '2013', to: '2017' },
  });
  const { from, to, change } = comparison;
  return {
    total: `${totals.total.printed} of ${totals.total.max}`,
    change: `${from.total} → ${to.total} (${change! > 0 ? '+' : ''}${change})`,
    areas: totals.areas.map(({ id, title }) => {
      const compared = comparison.areas.find((area) => area.id === id);
      return { id, title: title.nb ?? id, from: compared?.from ?? null, to: compared?.to ?? null };
    }),
  };
}
