import type { Logger } from 'pino';

/** Injection token of the `HttpOptions`. */
export const HTTP_OPTIONS = Symbol('HTTP_OPTIONS');

/** What the HTTP side of an application is given. */
export interface HttpOptions {
  /** Key of the installation for the HMAC of requests. */
  readonly secret: Uint8Array;
  /** The clock. */
  readonly now: () => Date;
  readonly logger: Logger;
  /** Whether the last address in `X-Forwarded-For` is believed: only behind a proxy of one's own. */
  readonly trustProxy: boolean;
}
