import { isDeepStrictEqual } from 'node:util';

/** What a client knows of the fate of a command. */
export type Fate =
  /** No answer, or one that leaves it open: it happened once or not at all. */
  | { readonly kind: 'unknown' }
  /** It must not be in the log. */
  | { readonly kind: 'refused'; readonly code: string }
  /** It must be in the log exactly once: so many events, the last at this revision. */
  | {
      readonly kind: 'accepted';
      readonly events: number;
      readonly revision: number;
      /** Of the last event, where it was told. */
      readonly position?: string;
    };

/** A command, or one item of a bulk, as the client that sent it remembers it. */
export interface Remembered {
  readonly commandId: string;
  /** The stream it is about. */
  readonly stream: string;
  readonly actor: string;
  /** The type of its events. */
  readonly type: string;
  /** What the data of its event must say, where it can be only one. */
  readonly says?: Readonly<Record<string, unknown>>;
  fate: Fate;
}

/**
 * Keeps what was answered now beside what is known already.
 *
 * @returns what does not go together: an acknowledged command is answered the same for ever
 */
export function settle(remembered: Remembered, fate: Fate): string | undefined {
  const before = remembered.fate;
  const binding = before.kind === 'accepted' && before.events > 0;
  if (binding && !isDeepStrictEqual(before, fate)) {
    return `command ${remembered.commandId} was answered ${JSON.stringify(before)} and then ${JSON.stringify(fate)}`;
  }
  remembered.fate = fate;
  return undefined;
}
