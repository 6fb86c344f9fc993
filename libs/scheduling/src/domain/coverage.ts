/** What of an interview counts for coverage. */
export interface CoveringInterview {
  readonly id: string;
  readonly areas: readonly string[];
  readonly status: 'booked' | 'held' | 'cancelled';
}

/** How far the interviews cover an area. */
export interface AreaCoverage {
  readonly id: string;
  /** Held interviews the instrument wants. */
  readonly wanted: number;
  /** Booked, those held among them. */
  readonly planned: number;
  readonly held: number;
  /** Held ones that are missing. */
  readonly gap: number;
  /** Ids of those planned. */
  readonly interviews: readonly string[];
}

/** The coverage of every area: the greatest gap first, then where the fewest are planned, then as the instrument has them. */
export function coverageOf(
  areas: readonly string[],
  wanted: number,
  interviews: readonly CoveringInterview[],
): readonly AreaCoverage[] {
  return areas
    .map((id) => {
      const planned = interviews.filter(({ status, areas }) => status !== 'cancelled' && areas.includes(id));
      const held = planned.filter(({ status }) => status === 'held').length;
      return {
        id,
        wanted,
        planned: planned.length,
        held,
        gap: Math.max(0, wanted - held),
        interviews: planned.map((interview) => interview.id),
      };
    })
    .sort((one, other) => other.gap - one.gap || one.planned - other.planned);
}
