import { Rejected } from '@kompass/kernel';

/** A document as its author may still edit it. */
export type Mutable<T> = T extends object ? { -readonly [K in keyof T]: Mutable<T[K]> } : T;

/** The errors a document is refused with; fails where it is not refused with this code. */
export function errorsOf(code: string, parse: () => unknown): unknown {
  try {
    parse();
  } catch (error) {
    if (error instanceof Rejected && error.code === code) return error.detail['errors'];
    throw error;
  }
  throw new Error(`not refused: ${code}`);
}
