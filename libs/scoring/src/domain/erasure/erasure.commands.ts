/** Removes the free texts of one event. */
export interface ErasePassage {
  readonly type: 'ErasePassage';
  readonly revision: number;
  /** The keys under which its texts are sealed. */
  readonly keys: readonly string[];
}
