/**
 * A place in the whole log. EventStoreDB's positions are commit *and* prepare, 64 bit each; a checkpoint of the
 * commit alone can lose an event (KurrentDB 4975), so both travel together, as `<commit>-<prepare>` in text.
 */
export interface Position {
  readonly commit: bigint;
  readonly prepare: bigint;
}

export function formatPosition({ commit, prepare }: Position): string {
  return `${commit}-${prepare}`;
}

/** The position a text names, `undefined` if it names none. */
export function parsePosition(text: string): Position | undefined {
  const [, commit, prepare] = /^(\d{1,20})-(\d{1,20})$/.exec(text) ?? [];
  return commit === undefined || prepare === undefined
    ? undefined
    : { commit: BigInt(commit), prepare: BigInt(prepare) };
}

/** Below 0 where `a` stands before `b`, 0 where they are the same place, above 0 where it stands after. */
export function comparePositions(a: Position, b: Position): number {
  if (a.commit !== b.commit) return a.commit < b.commit ? -1 : 1;
  if (a.prepare !== b.prepare) return a.prepare < b.prepare ? -1 : 1;
  return 0;
}
