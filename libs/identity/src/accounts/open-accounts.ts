import { openReadStore } from '@kompass/read-store';
import { TokenMint } from '../access/token.js';
import { identityMigrations, identitySchema } from '../identity.migration.js';
import { Sessions } from '../sessions/sessions.js';
import { Accounts } from './accounts.js';
import { Invitations } from './invitations.js';

/** The accounts of a database, for a program beside the gateway. */
export interface OpenAccounts {
  readonly accounts: Accounts;
  close(): Promise<void>;
}

/** What is changed there the gateway tells the other contexts. */
export async function openAccounts(url: string): Promise<OpenAccounts> {
  const database = await openReadStore({ url, schema: identitySchema, migrations: identityMigrations });
  const now = () => new Date();
  const mint = new TokenMint(() => Promise.reject(new Error('this program signs no tokens')));
  const sessions = new Sessions(database, mint, now, { sessionHours: 1 });
  const accounts = new Accounts(database, sessions, new Invitations(now), now);
  return { accounts, close: () => database.destroy() };
}
