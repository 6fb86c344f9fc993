import type {
  AllStreamResolvedEvent,
  AllStreamSubscription,
  Position,
  ResolvedEvent,
  StreamSubscription,
} from '@eventstore/db-client';

/** What a subscription says, in the order it says it. */
export type Said =
  | { readonly kind: 'event'; readonly number: number; readonly position: bigint }
  | { readonly kind: 'checkpoint'; readonly position: bigint }
  | { readonly kind: 'caught-up' };

type Subscription = StreamSubscription | AllStreamSubscription;

/**
 * Takes down what a subscription says. The client reports checkpoints and `caughtUp` ahead of the events it still
 * buffers, so both are put back into its own order by pushing them through it.
 */
export class Follower {
  readonly said: Said[] = [];
  private wake = (): void => undefined;
  private failure: unknown;
  private readonly subscription: Subscription;

  /** @param subscribe is given what to pass as `checkpointReached` */
  constructor(
    subscribe: (
      checkpointReached: (subscription: unknown, position: Position) => Promise<void>,
    ) => Subscription,
  ) {
    this.subscription = subscribe((_, { commit }) => {
      this.push({ kind: 'checkpoint', position: commit });
      return Promise.resolve();
    });
    this.subscription.on('caughtUp', () => this.push({ kind: 'caught-up' }));
    void this.takeDown();
  }

  get numbers(): number[] {
    return this.said.flatMap((item) => (item.kind === 'event' ? [item.number] : []));
  }

  get checkpoints(): bigint[] {
    return this.said.flatMap((item) => (item.kind === 'checkpoint' ? [item.position] : []));
  }

  /** Waits until enough has been said. */
  async until(enough: (said: readonly Said[]) => boolean): Promise<void> {
    while (!enough(this.said)) {
      if (this.failure) throw this.failure as Error;
      await new Promise<void>((resolve) => (this.wake = resolve));
    }
  }

  caughtUp(): Promise<void> {
    return this.until((said) => said.some(({ kind }) => kind === 'caught-up'));
  }

  /** Waits for so many events altogether. */
  count(events: number): Promise<void> {
    return this.until(() => this.numbers.length >= events);
  }

  stop(): Promise<void> {
    return this.subscription.unsubscribe();
  }

  private push(item: Said): void {
    (this.subscription as unknown as { push(item: Said): void }).push(item);
  }

  private async takeDown(): Promise<void> {
    try {
      for await (const item of this.subscription as AsyncIterable<
        ResolvedEvent | AllStreamResolvedEvent | Said
      >) {
        this.said.push('kind' in item ? item : saidOf(item));
        this.wake();
      }
    } catch (error) {
      this.failure = error;
      this.wake();
    }
  }
}

function saidOf({ event }: ResolvedEvent | AllStreamResolvedEvent): Said {
  const { number } = event?.data as { number: number };
  return { kind: 'event', number, position: event?.position?.commit ?? -1n };
}
