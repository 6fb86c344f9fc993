/** The position of the last durable event, and the signal by which readers learn that it moved. */
export class Head {
  private readonly waiting = new Set<() => void>();

  constructor(private current: number) {}

  /** 0 for an empty log. */
  get position(): number {
    return this.current;
  }

  /** Readers are woken a turn later, so that those who appended are answered first. */
  advance(position: number): void {
    this.current = position;
    setImmediate(() => {
      for (const wake of [...this.waiting]) wake();
    });
  }

  /** Resolves when an event stands after `position`, or when `signal` is aborted. */
  beyond(position: number, signal: AbortSignal): Promise<void> {
    if (this.current > position || signal.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const wake = (): void => {
        if (this.current <= position && !signal.aborted) return;
        this.waiting.delete(wake);
        signal.removeEventListener('abort', wake);
        resolve();
      };
      this.waiting.add(wake);
      signal.addEventListener('abort', wake);
    });
  }
}
