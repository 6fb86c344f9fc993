import { AsyncLocalStorage } from 'node:async_hooks';

/** What a log line says of the request (or message) during which it was written. */
export interface LogContext {
  readonly correlationId: string;
}

/** Runs through everything that happens on behalf of a request. */
export const logContext = new AsyncLocalStorage<LogContext>();
