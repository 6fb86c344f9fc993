import { createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { calculateJwkThumbprint, exportJWK, type JWK } from 'jose';
import type { DataSource, EntityManager } from 'typeorm';
import type { SigningKey } from '../access/token.js';
import { isKeyDue, signingKeyOf, spentKeys, usualRota, type KeyTimes, type Rota } from './key-rota.js';
import { openKey, sealKey } from './sealed-key.js';

/** A key of the table, opened. */
interface Key extends KeyTimes, SigningKey {
  readonly publicKey: KeyObject;
}

interface KeyRow {
  readonly kid: string;
  readonly sealed: Buffer;
  readonly signs_from: string;
}

/** How long a gateway goes by what it has read of the table; far shorter than the lead of a new key. */
const reloadMs = 30_000;

/**
 * The keys that sign tokens, in a table that all gateways share. Whichever looks first when one is due makes the next,
 * which is published from then on and signs later; what is spent goes.
 */
export class SigningKeys {
  #known: { readonly keys: Promise<readonly Key[]>; readonly until: number } | undefined;

  constructor(
    private readonly database: DataSource,
    private readonly secret: Uint8Array,
    private readonly now: () => Date,
    private readonly rota: Rota = usualRota,
  ) {}

  /** The key to sign with now. @throws SealedElsewhere */
  async current(): Promise<SigningKey> {
    return signingKeyOf(await this.#keys(), this.now())!;
  }

  /** The public key of a `kid`, while it is published. @throws SealedElsewhere */
  async find(kid: string | undefined): Promise<KeyObject | undefined> {
    return (await this.#keys()).find((key) => key.kid === kid)?.publicKey;
  }

  /** What is published (RFC 7517): the keys that sign, have signed a short while ago, and will soon. */
  async published(): Promise<JWK[]> {
    const keys = await this.#keys();
    return Promise.all(
      keys.map(async ({ kid, publicKey }) => ({
        ...(await exportJWK(publicKey)),
        kid,
        use: 'sig',
        alg: 'EdDSA',
      })),
    );
  }

  /** Makes another key, whether one is due or not; answers those there are then, in the order in which they sign. */
  async rotate(): Promise<readonly KeyTimes[]> {
    await this.#maintain(() => true);
    this.#known = undefined;
    return this.#keys();
  }

  #keys(): Promise<readonly Key[]> {
    const now = this.now().getTime();
    if (this.#known && now < this.#known.until) return this.#known.keys;
    const keys = this.#load();
    this.#known = { keys, until: now + reloadMs };
    keys.catch(() => (this.#known = undefined));
    return keys;
  }

  async #load(): Promise<readonly Key[]> {
    const keys = await this.#read(this.database.manager);
    const now = this.now();
    if (!isKeyDue(keys, now, this.rota) && spentKeys(keys, now, this.rota).length === 0) return keys;
    return this.#maintain((current) => isKeyDue(current, now, this.rota));
  }

  /** One gateway at a time, each by what the others have left. */
  #maintain(isDue: (keys: readonly Key[]) => boolean): Promise<readonly Key[]> {
    return this.database.transaction(async (transaction) => {
      await transaction.query(`SELECT pg_advisory_xact_lock(hashtextextended('kompass:identity:keys', 0))`);
      const keys = await this.#read(transaction);
      const now = this.now();
      if (isDue(keys)) await this.#make(transaction, keys.length === 0 ? now : this.#after(now));
      await transaction.query('DELETE FROM identity.signing_key WHERE kid = ANY ($1)', [
        spentKeys(keys, now, this.rota),
      ]);
      return this.#read(transaction);
    });
  }

  /** When a key made now begins to sign. */
  #after(now: Date): Date {
    return new Date(now.getTime() + this.rota.leadMs);
  }

  async #make(transaction: EntityManager, signsFrom: Date): Promise<void> {
    const { privateKey, publicKey } = generateKeyPairSync('ed25519');
    const kid = await calculateJwkThumbprint(await exportJWK(publicKey));
    await transaction.query(
      'INSERT INTO identity.signing_key (kid, sealed, signs_from) VALUES ($1, $2, $3)',
      [kid, sealKey(privateKey, kid, this.secret), signsFrom],
    );
  }

  async #read(manager: EntityManager): Promise<readonly Key[]> {
    const rows = await manager.query<KeyRow[]>(
      'SELECT kid, sealed, signs_from FROM identity.signing_key ORDER BY signs_from, kid',
    );
    return rows.map(({ kid, sealed, signs_from }) => {
      const privateKey = openKey(sealed, kid, this.secret);
      return { kid, privateKey, publicKey: createPublicKey(privateKey), signsFrom: new Date(signs_from) };
    });
  }
}
