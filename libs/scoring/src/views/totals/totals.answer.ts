import type { Totals as ShownTotals } from '@kompass/contracts';
import { areaOf, type Instrument } from '@kompass/instrument';
import { pointsOf } from '@kompass/kernel';
import { totalsOf, type AgreedPoints, type PrintedSum, type Sum } from '../../domain/scores/totals.js';

/** Totals as the interface shows them: points instead of tenths, titles of the instrument beside the ids. */
export function shownTotals(instrument: Instrument, agreed: AgreedPoints): ShownTotals {
  const { total, areas } = totalsOf(instrument, agreed);
  return {
    total: shownPrinted(total),
    areas: areas.map((area) => ({
      id: area.id,
      title: areaOf(instrument, area.id).title,
      ...shownPrinted(area),
      questions: area.questions.map((question) => ({
        id: question.id,
        ...shownSum(question),
        indicators: question.indicators.map((indicator) => ({
          id: indicator.id,
          points: pointsOf(indicator.agreed),
          max: pointsOf(indicator.max),
          agreed: indicator.agreed !== null,
        })),
      })),
    })),
  };
}

function shownSum({ points, max, done, of }: Sum) {
  return { points: pointsOf(points), max: pointsOf(max), done, of };
}

function shownPrinted(sum: PrintedSum) {
  return { ...shownSum(sum), printed: sum.printed };
}
