import scoring from '../libs/demo/data/roros-2017-scoring.json' with { type: 'json' };

type Judgement = (typeof scoring.indicators)[number]['proposals']['assessor-a'];

/** A proposal as it goes over the interface. */
function proposal(indicator: string, { tenths, levels, rationale }: Judgement) {
  return { indicator, points: tenths / 10, levels, rationale };
}

/** What the assessors of Røros proposed for all indicators. */
export function proposalsOf(assessor: 'assessor-a' | 'assessor-b') {
  return scoring.indicators.map(({ id, proposals }) => proposal(id, proposals[assessor]));
}

const proposals = proposalsOf('assessor-a');

/** The one of Røros' proposals whose turn it is; after the last comes the first again. */
export function proposalNumber(index: number) {
  return proposals[index % proposals.length]!;
}
