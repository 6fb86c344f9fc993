import { z } from 'zod';
import { jcs } from '../canonical.js';
import type { ProvenEvent } from '../chain.js';
import { checkpointSchema, hex64, type Checkpoint } from './checkpoint.js';

/*
 * A proof is a file of lines, each the canonical JSON (RFC 8785) of one object, so that a changed bit changes either
 * the form of a line or its meaning: a header, the events of one stream from its first, and the signed checkpoint of
 * its last, which covers the header too.
 */

const headerSchema = z.strictObject({
  format: z.literal('kompass-proof/1'),
  /** Id of the log. */
  log: z.string(),
  stream: z.string(),
});

const eventSchema = z.strictObject({
  revision: z.int().min(0),
  id: z.string(),
  type: z.string(),
  metadata: z.looseObject({ prev: hex64, hash: hex64 }),
});

const shownSchema = eventSchema.extend({ data: z.record(z.string(), z.unknown()) });
const withheldSchema = eventSchema.extend({ payload: hex64 });

/** The last line of what is appended to a file of checkpoints: where the log stood. */
const standSchema = z.strictObject({
  format: z.literal('kompass-checkpoints/1'),
  log: z.string(),
  position: z.string(),
  at: z.string(),
});

export type ProofHeader = Readonly<z.infer<typeof headerSchema>>;
export type Stand = Readonly<z.infer<typeof standSchema>>;

type OfStream<T> = T extends unknown ? Omit<T, 'stream'> : never;
/** An event as a line of a proof; its stream is the header's. */
export type ProofEvent = OfStream<ProvenEvent>;

/** Lines without their ends. */
export type Lines = AsyncIterable<string> | Iterable<string>;

export type ProofLine =
  | { readonly kind: 'header'; readonly header: ProofHeader }
  | { readonly kind: 'event'; readonly event: ProofEvent }
  | { readonly kind: 'checkpoint'; readonly checkpoint: Checkpoint }
  | { readonly kind: 'stand'; readonly stand: Stand };

/** A line as this format knows it; `undefined` for any other, also for the same value in another form. */
export function parseProofLine(text: string): ProofLine | undefined {
  const value = canonicalValue(text);
  // The value as it was parsed, not as zod copies it: the hash covers also what a schema would drop.
  const is = (schema: z.ZodType): boolean => schema.safeParse(value).success;
  if (is(headerSchema)) return { kind: 'header', header: value as ProofHeader };
  if (is(shownSchema) || is(withheldSchema)) return { kind: 'event', event: value as ProofEvent };
  if (is(checkpointSchema)) return { kind: 'checkpoint', checkpoint: value as Checkpoint };
  if (is(standSchema)) return { kind: 'stand', stand: value as Stand };
  return undefined;
}

function canonicalValue(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return jcs(value) === text ? value : undefined;
  } catch {
    return undefined;
  }
}

/** The lines of a file, without their ends; for a line that is not UTF-8 one that nobody can read. */
export async function* linesOf(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  let rest = Buffer.alloc(0);
  for await (const chunk of bytes) {
    rest = Buffer.concat([rest, chunk]);
    for (let end = rest.indexOf('\n'); end >= 0; end = rest.indexOf('\n')) {
      yield decoded(rest.subarray(0, end));
      rest = rest.subarray(end + 1);
    }
  }
  if (rest.length > 0) yield decoded(rest);
}

function decoded(line: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(line);
  } catch {
    return '\uFFFD';
  }
}
