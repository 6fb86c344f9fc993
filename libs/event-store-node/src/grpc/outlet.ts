import type { ServerWritableStream } from '@grpc/grpc-js';

/** Writes to a call no faster than its client reads. */
export class Outlet<Response> {
  private readonly ended = new AbortController();

  constructor(private readonly call: ServerWritableStream<unknown, Response>) {
    call.on('cancelled', () => this.ended.abort());
  }

  /** Aborted when nobody reads any more: the client went away, or the call was ended. */
  get signal(): AbortSignal {
    return this.ended.signal;
  }

  /** Resolves when the client has taken enough for the next response to be written. */
  async write(response: Response): Promise<void> {
    if (this.signal.aborted || this.call.write(response) || this.signal.aborted) return;
    await new Promise<void>((resolve) => {
      const go = (): void => {
        this.call.off('drain', go);
        this.signal.removeEventListener('abort', go);
        resolve();
      };
      this.call.on('drain', go);
      this.signal.addEventListener('abort', go);
    });
  }

  end(error?: Error): void {
    if (this.signal.aborted) return;
    this.ended.abort();
    if (error) this.call.emit('error', error);
    else this.call.end();
  }
}
