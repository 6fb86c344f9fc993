import { beforeEach, describe, expect, it } from '@jest/globals';
import type { Sealed } from '@kompass/kernel';
import { MemoryPassageKeys } from '@kompass/testing';
import fc from 'fast-check';
import { hmacSha256 } from './canonical.js';
import { PassageVault } from './passages.js';

interface Note {
  readonly type: 'Note';
  readonly text: { readonly nb: Sealed; readonly en?: Sealed };
  readonly others: readonly { readonly by: string; readonly text: Sealed }[];
}

describe('PassageVault', () => {
  let keys: MemoryPassageKeys;
  let vault: PassageVault;
  beforeEach(() => {
    keys = new MemoryPassageKeys();
    vault = new PassageVault(keys);
  });
  const seal = async (plain: string) => (await vault.seal<{ text: Sealed }>({ text: { plain } })).text;
  const open = async (text: Sealed) => (await vault.open({ text })).text;

  it('seals every text of a message, each under a key of its own, and opens them again', async () => {
    const sealed = await vault.seal<Note>({
      type: 'Note',
      text: { nb: { plain: 'god' }, en: { plain: 'good' } },
      others: [{ by: 'kari', text: { plain: 'god' } }],
    });
    const passages = [sealed.text.nb, sealed.text.en!, sealed.others[0]!.text];
    expect(new Set(passages.map(({ key }) => key)).size).toBe(3);
    expect(new Set(passages.map(({ digest }) => digest)).size).toBe(3);
    expect(sealed).toMatchObject({ type: 'Note', others: [{ by: 'kari' }] });
    expect(await vault.open(sealed)).toEqual({
      type: 'Note',
      text: { nb: 'god', en: 'good' },
      others: [{ by: 'kari', text: 'god' }],
    });
  });

  it('takes no key for a message without text', async () => {
    const message = { type: 'Other', at: [1, null, true] };
    expect(await vault.seal(message)).toBe(message);
    expect(keys.keys.size).toBe(0);
  });

  it('gives as digest the HMAC of the text under its key', async () => {
    const { digest, key } = await seal('god');
    expect(digest).toBe(hmacSha256(keys.keys.get(key)!, 'god'));
  });

  it('shows the digest of a text whose key was deleted, and the others still', async () => {
    const sealed = { kept: await seal('kept'), erased: await seal('erased') };
    expect(vault.keysOf(sealed)).toEqual([sealed.kept.key, sealed.erased.key]);
    await vault.erase(vault.keysOf([sealed.erased]));
    expect(await vault.open(sealed)).toEqual({ kept: 'kept', erased: { erased: sealed.erased.digest } });
  });

  it('never opens what was changed, or under another key', async () => {
    const [passage, other] = [await seal('god'), await seal('ond')];
    const bytes = Buffer.from(passage.sealed, 'base64');
    for (let place = 0; place < bytes.length; place += 1) {
      const changed = Buffer.from(bytes);
      changed[place]! ^= 1;
      await expect(open({ ...passage, sealed: changed.toString('base64') })).rejects.toThrow();
    }
    await expect(open({ ...passage, key: other.key })).rejects.toThrow();
  });

  it('keeps any text whole', async () => {
    const hostile = [
      '',
      '\0',
      'a\0b',
      '\u{FEFF}',
      '\r\n\u2028',
      'a\u030A',
      '\u{10FFFF}',
      'ø'.repeat(100_000),
    ];
    const texts = fc.oneof(fc.constantFrom(...hostile), fc.string({ unit: 'binary' }));
    await fc.assert(fc.asyncProperty(texts, async (text) => expect(await open(await seal(text))).toBe(text)));
  });

  it('refuses half a character rather than change it', async () => {
    for (const text of ['\uD834', 'a\uDD1Eb', '\uDD1E\uD834']) {
      await expect(seal(text)).rejects.toThrow('lone surrogate');
    }
  });
});
