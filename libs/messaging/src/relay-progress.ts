import { formatPosition, type Position } from '@kompass/event-store';

/** How far the log of a context is published, as this process knows. */
export interface RelayStatus {
  readonly context: string;
  /** Whether this process publishes it. */
  readonly active: boolean;
  /** Everything up to here is published, `<commit>-<prepare>`; known while this process publishes. */
  readonly position?: string;
  /** When the oldest event happened that is in hand and not published yet: ISO 8601, UTC. */
  readonly behindSince?: string;
}

/** Written by the relay of a context, read by who watches it. */
export class RelayProgress {
  #active = false;
  #position: Position | undefined;
  #inHand: string | undefined;

  constructor(readonly context: string) {}

  get status(): RelayStatus {
    return {
      context: this.context,
      active: this.#active,
      ...(this.#position && { position: formatPosition(this.#position) }),
      ...(this.#inHand && { behindSince: this.#inHand }),
    };
  }

  begin(position: Position | undefined): void {
    this.#active = true;
    this.#position = position;
  }

  /** @param at when the event happened that is about to be published */
  take(at: string): void {
    this.#inHand ??= at;
  }

  /** Everything that was taken is published. */
  passed(position: Position | undefined): void {
    this.#position = position;
    this.#inHand = undefined;
  }

  end(): void {
    this.#active = false;
    this.#position = undefined;
    this.#inHand = undefined;
  }
}
