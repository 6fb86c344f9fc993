import { Metadata, status } from '@grpc/grpc-js';
import type { ServiceError } from '@grpc/grpc-js';

/** Ends a call with a status. The trailers are what the official client makes its own errors of. */
export class CallError extends Error implements ServiceError {
  readonly metadata = new Metadata();

  constructor(
    readonly code: status,
    readonly details: string,
    trailers: Readonly<Record<string, string>> = {},
  ) {
    super(details);
    this.name = 'CallError';
    for (const [key, value] of Object.entries(trailers)) this.metadata.set(key, value);
  }
}

export function unimplemented(what: string): CallError {
  return new CallError(status.UNIMPLEMENTED, `${what} is not part of the event-store node`);
}

export function invalid(what: string): CallError {
  return new CallError(status.INVALID_ARGUMENT, what);
}

/** The client cannot know what became of what it sent last, and should connect again. */
export function unavailable(why: string): CallError {
  return new CallError(status.UNAVAILABLE, why);
}

/** Whatever else goes wrong is taken for a log that cannot be reached now: the client should connect again. */
export function callErrorOf(error: unknown): CallError {
  return error instanceof CallError ? error : unavailable((error as Error).message);
}
