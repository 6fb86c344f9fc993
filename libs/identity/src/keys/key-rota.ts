/** When a signing key was made, and from when on tokens are signed with it. */
export interface KeyTimes {
  readonly kid: string;
  readonly signsFrom: Date;
}

/** How keys follow one another; milliseconds. */
export interface Rota {
  /** How long a key is published before it signs: longer than anybody keeps the published keys without looking. */
  readonly leadMs: number;
  /** How long a key signs until another is made. */
  readonly termMs: number;
  /** How long a key stays published once another signs: longer than a token of it can still hold. */
  readonly graceMs: number;
}

const minute = 60_000;

export const usualRota: Rota = { leadMs: 30 * minute, termMs: 30 * 24 * 60 * minute, graceMs: 30 * minute };

/** The key that signs now: of those whose time has come the latest; before that the first of all. */
export function signingKeyOf<K extends KeyTimes>(keys: readonly K[], now: Date): K | undefined {
  const inOrder = byTime(keys);
  return inOrder.findLast(({ signsFrom }) => signsFrom <= now) ?? inOrder[0];
}

/** Whether a new key has to be made: there is none, or the latest has served its term. */
export function isKeyDue(keys: readonly KeyTimes[], now: Date, { termMs }: Rota): boolean {
  const latest = byTime(keys).at(-1);
  return latest === undefined || latest.signsFrom.getTime() + termMs <= now.getTime();
}

/** The keys whose successor has signed for so long that no token of theirs can hold any more. */
export function spentKeys(keys: readonly KeyTimes[], now: Date, { graceMs }: Rota): readonly string[] {
  return byTime(keys)
    .filter((_, index, inOrder) => {
      const successor = inOrder[index + 1];
      return successor !== undefined && successor.signsFrom.getTime() + graceMs <= now.getTime();
    })
    .map(({ kid }) => kid);
}

function byTime<K extends KeyTimes>(keys: readonly K[]): readonly K[] {
  return keys.toSorted((a, b) => a.signsFrom.getTime() - b.signsFrom.getTime());
}
