import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { Localised, Passages, Plain, Sealed, Unsealed } from '@kompass/kernel';
import { hmacSha256 } from './canonical.js';

/** Where the keys of a context's passages live: apart from the log, so that erasing one erases the text. */
export interface PassageKeys {
  /** `count` fresh keys, made ahead in blocks so that a command costs no commit of its own. */
  reserve(count: number): Promise<readonly { readonly id: string; readonly key: Buffer }[]>;
  /** The keys that still exist. */
  find(ids: readonly string[]): Promise<ReadonlyMap<string, Buffer>>;
}

/** A passage whose key was deleted: only the digest is left. */
export interface Erased {
  readonly erased: string;
}

const algorithm = 'aes-256-gcm';
const ivLength = 12;
const tagLength = 16;

function seal({ plain }: Plain, { id, key }: { id: string; key: Buffer }): Sealed {
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

function mapPlain(value: unknown, replace: (plain: Plain) => unknown): unknown {
  if (isPlain(value)) return replace(value);
  if (Array.isArray(value)) return value.map((item) => mapPlain(item, replace));
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, mapPlain(part, replace)]));
}

/** Seals and opens the free texts of one context (design decision 5). */
export class PassageVault {
  constructor(private readonly keys: PassageKeys) {}

  /** A message with every `Plain` in it sealed under a key of its own. */
  async seal<T>(message: Unsealed<T>): Promise<T> {
    let count = 0;
    mapPlain(message, (plain) => ((count += 1), plain));
    if (count === 0) return message as T;
    const keys = [...(await this.keys.reserve(count))];
    return mapPlain(message, (plain) => seal(plain, keys.pop()!)) as T;
  }

  /** The texts of many passages in one look-up of keys; `Erased` where the key is gone. */
  async open(texts: readonly Passages[]): Promise<Localised<string | Erased>[]> {
    const passages = texts.flatMap((text) => Object.values(text));
    const keys = await this.keys.find([...new Set(passages.map(({ key }) => key))]);
    const opened = (passage: Sealed): string | Erased => {
      const key = keys.get(passage.key);
      return key ? open(passage, key) : { erased: passage.digest };
    };
    return texts.map((text) =>
      Object.fromEntries(Object.entries(text).map(([language, passage]) => [language, opened(passage)])),
    );
  }
}
