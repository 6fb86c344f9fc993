import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { Plain, Sealed, Unsealed } from '@kompass/kernel';
import { hmacSha256 } from './canonical.js';

/** Where the keys of a context's passages live: apart from the log, so that erasing one erases the text. */
export interface PassageKeys {
  /** `count` fresh keys, made ahead in blocks so that a command costs no commit of its own. */
  reserve(count: number): Promise<readonly { readonly id: string; readonly key: Buffer }[]>;
  /** The keys that still exist. */
  find(ids: readonly string[]): Promise<ReadonlyMap<string, Buffer>>;
  /** Deletes a key: what is sealed under it is gone for ever. */
  erase(id: string): Promise<void>;
}

/** A passage whose key was deleted: only the digest is left. */
export interface Erased {
  readonly erased: string;
}

/** The same value as a reader sees it: texts instead of sealed passages. */
export type Opened<T> = T extends Sealed
  ? string | Erased
  : T extends readonly (infer Item)[]
    ? readonly Opened<Item>[]
    : T extends object
      ? { [K in keyof T]: Opened<T[K]> }
      : T;

const algorithm = 'aes-256-gcm';
const ivLength = 12;
const tagLength = 16;

function seal({ plain }: Plain, { id, key }: { id: string; key: Buffer }): Sealed {
  // UTF-8 has no form for it: it would come back as another text. The edge refuses it, so here it is a defect.
  if (/\p{Surrogate}/u.test(plain)) throw new TypeError('a text with a lone surrogate cannot be sealed');
  const iv = randomBytes(ivLength);
  const cipher = createCipheriv(algorithm, key, iv);
  const ciphertext = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()]);
  const sealed = Buffer.concat([iv, ciphertext, cipher.getAuthTag()]).toString('base64');
  return { digest: hmacSha256(key, plain), sealed, key: id };
}

function open(passage: Sealed, key: Buffer): string {
  const bytes = Buffer.from(passage.sealed, 'base64');
  const decipher = createDecipheriv(algorithm, key, bytes.subarray(0, ivLength));
  decipher.setAuthTag(bytes.subarray(-tagLength));
  return decipher.update(bytes.subarray(ivLength, -tagLength), undefined, 'utf8') + decipher.final('utf8');
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function isPlain(value: unknown): value is Plain {
  return isObject(value) && typeof value['plain'] === 'string';
}

function isSealed(value: unknown): value is Sealed {
  return isObject(value) && typeof value['sealed'] === 'string' && typeof value['key'] === 'string';
}

/** A JSON value with every part that `is` so replaced. */
function mapParts<Part>(
  value: unknown,
  is: (value: unknown) => value is Part,
  replace: (part: Part) => unknown,
): unknown {
  if (is(value)) return replace(value);
  if (Array.isArray(value)) return value.map((item) => mapParts(item, is, replace));
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, mapParts(part, is, replace)]));
}

/** Seals and opens the free texts of one context (design decision 5). */
export class PassageVault {
  constructor(private readonly keys: PassageKeys) {}

  /**
   * A message with every `Plain` in it sealed under a key of its own.
   *
   * @throws TypeError for a lone surrogate
   */
  async seal<T>(message: Unsealed<T>): Promise<T> {
    let count = 0;
    mapParts(message, isPlain, (plain) => ((count += 1), plain));
    if (count === 0) return message as T;
    const keys = [...(await this.keys.reserve(count))];
    return mapParts(message, isPlain, (plain) => seal(plain, keys.pop()!)) as T;
  }

  /** The ids of the keys under which the passages in a value are sealed. */
  keysOf(value: unknown): readonly string[] {
    const ids = new Set<string>();
    mapParts(value, isSealed, (passage) => (ids.add(passage.key), passage));
    return [...ids];
  }

  /** Deletes keys: of what was sealed under them only the digests are left. */
  async erase(keys: readonly string[]): Promise<void> {
    for (const key of keys) await this.keys.erase(key);
  }

  /** A value with every passage in it opened, however deep, in one look-up of keys. */
  async open<T>(value: T): Promise<Opened<T>> {
    const keys = await this.keys.find(this.keysOf(value));
    return mapParts(value, isSealed, (passage) => {
      const key = keys.get(passage.key);
      return key ? open(passage, key) : { erased: passage.digest };
    }) as Opened<T>;
  }
}
