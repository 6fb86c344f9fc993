/** Injection token of the `EventLog`. */
export const EVENT_LOG = Symbol('EVENT_LOG');
/** Injection token of the id of the log (string): the one event of `kompass-log`. */
export const LOG_ID = Symbol('LOG_ID');
/** Injection token of the `SigningKeys` of the installation. */
export const SIGNING_KEYS = Symbol('SIGNING_KEYS');
