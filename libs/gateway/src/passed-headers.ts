import type { IncomingHttpHeaders } from 'node:http';

/** What of a request reaches a service. Who asks is said by the token alone, and where from by nobody. */
const passed = [
  'accept',
  'accept-language',
  'authorization',
  'content-length',
  'content-type',
  'idempotency-key',
  'if-none-match',
  'last-event-id',
] as const;

/** What is said of a connection is said to the other end of it. */
const ofConnection: ReadonlySet<string> = new Set(['connection', 'date', 'keep-alive', 'transfer-encoding']);

/** The headers for a service, of those the edge was given. */
export function requestHeaders(given: IncomingHttpHeaders, correlationId: string): Record<string, string> {
  const headers: Record<string, string> = { 'x-correlation-id': correlationId };
  for (const name of passed) {
    const value = given[name];
    if (typeof value === 'string') headers[name] = value;
  }
  return headers;
}

/** The headers for the client, of those a service answered with. */
export function responseHeaders(given: IncomingHttpHeaders): IncomingHttpHeaders {
  return Object.fromEntries(Object.entries(given).filter(([name]) => !ofConnection.has(name)));
}
