import { Rejected } from '@kompass/kernel';

const network = new Set([
  'EAI_AGAIN',
  'ECONNABORTED',
  'ECONNREFUSED',
  'ECONNRESET',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EPIPE',
  'ETIMEDOUT',
]);

/**
 * SQLSTATE of PostgreSQL when it cannot now what it can otherwise: connection (08), read-only after a change of
 * primary (25006), serialisation and deadlocks (40), resources (53), locks (55P03), intervention (57), system (58).
 */
const sqlState = /^(?:08...|25006|40...|53...|55P03|57...|58...)$/;

/** How `pg` and TypeORM say that they have no connection; such errors carry no code. */
const words =
  /^(?:Connection terminated|Connection ended|timeout exceeded when trying to connect|Client has encountered a connection error|Client was closed|Cannot use a pool after calling end|Driver not Connected|Connection with .* not established|Query read timeout)/i;

/** Whether trying again helps without anybody's doing: something that is needed does not answer, or is busy. */
export function isTransient(error: unknown): boolean {
  if (error instanceof Rejected) return error.detail['retryAfter'] !== undefined;
  if (typeof error !== 'object' || error === null) return false;
  const { code, message, cause } = error as Partial<Record<'code' | 'message' | 'cause', unknown>>;
  if (typeof code === 'string' && (network.has(code) || sqlState.test(code))) return true;
  return (typeof message === 'string' && words.test(message)) || isTransient(cause);
}

/** Whether what is missing is on its way from another context, or was: it may be parked there, and never come. */
export function isAwaited(error: unknown): boolean {
  return error instanceof Rejected && error.code === 'not-yet-known' && isTransient(error);
}
