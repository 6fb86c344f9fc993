/** Ends a call in a way its client notices, after whatever it still has to be answered. */
export type End = () => Promise<void>;

/** The calls under way, so that a stopping node can end each properly. */
export class OpenCalls {
  private readonly ends = new Set<End>();

  get count(): number {
    return this.ends.size;
  }

  /** @returns to be called when the call is over */
  add(end: End): () => void {
    this.ends.add(end);
    return () => this.ends.delete(end);
  }

  async endAll(): Promise<void> {
    await Promise.all([...this.ends].map((end) => end()));
  }
}
