import type { Localised } from '@kompass/kernel';
import type { Crosswalk, Relation } from './crosswalk.js';
import type { InstrumentVersion } from './instrument.js';

/** Whether figures of two versions may be put beside each other. */
export type Comparability = Crosswalk['areas'][number]['comparability'];

/** What leads from one version to another: nothing is needed, a crosswalk, or there is no way. */
export type Bridge = 'same-version' | Crosswalk | undefined;

const fromBestToWorst = ['same', 'changed', 'not-comparable'] as const satisfies readonly Comparability[];

const ofRelation: Readonly<Record<Relation, Comparability>> = {
  same: 'same',
  changed: 'changed',
  added: 'not-comparable',
  removed: 'not-comparable',
};

/** The worst of them: a whole is as comparable as its worst part. *same* for none. */
export function worstOf(parts: Iterable<Comparability>): Comparability {
  let worst = 0;
  for (const part of parts) worst = Math.max(worst, fromBestToWorst.indexOf(part));
  return fromBestToWorst[worst] ?? 'not-comparable';
}

/** The way from an earlier to a later version; a version need not be loaded to be compared with itself. */
export function bridgeBetween(
  from: InstrumentVersion,
  to: InstrumentVersion,
  crosswalks: readonly Crosswalk[],
): Bridge {
  if (from.id !== to.id) return undefined;
  if (from.version === to.version) return 'same-version';
  return crosswalks.find((crosswalk) => crosswalk.from === from.version && crosswalk.to === to.version);
}

/**
 * How comparable areas, questions or indicators of the later version are with the earlier one, together: the worst
 * of them. What was *added*, what no crosswalk names and everything without a bridge is *not-comparable*.
 */
export function comparabilityOf(
  bridge: Bridge,
  kind: 'areas' | 'questions' | 'indicators',
  ids: readonly string[],
): Comparability {
  if (bridge === undefined) return 'not-comparable';
  if (bridge === 'same-version') return 'same';
  return worstOf(ids.map((id) => ofId(bridge, kind, id) ?? 'not-comparable'));
}

/** A total is as comparable as its worst area. */
export function comparabilityOfTotal(bridge: Bridge): Comparability {
  if (bridge === undefined) return 'not-comparable';
  return bridge === 'same-version' ? 'same' : worstOf(bridge.areas.map((area) => area.comparability));
}

/** Questions of two evaluations that belong beside each other; one side is empty where nothing corresponds. */
export interface ComparedQuestions {
  readonly ids: { readonly from: readonly string[]; readonly to: readonly string[] };
  readonly comparability: Comparability;
  readonly note?: Localised<string>;
}

/**
 * The rows of a comparison by question: what the crosswalk puts beside each other, or each question beside itself;
 * without a bridge equal ids mean nothing, so every question stands alone.
 *
 * @param known ids of the questions on both sides, for versions without a crosswalk between them
 */
export function comparedQuestions(bridge: Bridge, known: ComparedQuestions['ids']): ComparedQuestions[] {
  if (bridge === undefined) {
    return [
      ...known.from.map((id) => ({ ids: { from: [id], to: [] }, comparability: 'not-comparable' as const })),
      ...known.to.map((id) => ({ ids: { from: [], to: [id] }, comparability: 'not-comparable' as const })),
    ];
  }
  if (bridge === 'same-version') {
    const ids = [...new Set([...known.from, ...known.to])];
    return ids.map((id) => ({ ids: { from: [id], to: [id] }, comparability: 'same' }));
  }
  return bridge.questions.map(({ from, to, relation, note }) => ({
    ids: { from, to },
    comparability: ofRelation[relation],
    ...(note && { note }),
  }));
}

function ofId(
  crosswalk: Crosswalk,
  kind: 'areas' | 'questions' | 'indicators',
  id: string,
): Comparability | undefined {
  if (kind === 'areas') return crosswalk.areas.find((area) => area.id === id)?.comparability;
  const pair = crosswalk[kind].find(({ to }) => to.includes(id));
  return pair && ofRelation[pair.relation];
}
