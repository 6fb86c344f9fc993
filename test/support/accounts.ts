import { demoAccounts, demoEmail, type DemoAccountId } from '@kompass/demo';
import type { SeededAccount } from '@kompass/identity';

type AccountId = DemoAccountId | 'neighbour' | 'outsider' | 'second';

/** Who asks: an account, or somebody without one. */
export type Who = AccountId | 'anybody';

export const password = 'a password of the tests';

const certified = { roles: ['assessor' as const], certificate: { from: '2010-01-01' } };

/** The accounts of the demo, the contact of another municipality, an assessor who is a member nowhere, and one to be assigned. */
export const accounts: readonly (Omit<SeededAccount, 'id' | 'password'> & { readonly id: AccountId })[] = [
  ...demoAccounts.map((account) => ({ ...account, roles: [...account.roles], email: demoEmail(account.id) })),
  {
    id: 'neighbour',
    name: 'Contact of Ulstein',
    roles: ['municipality'],
    municipality: 'ulstein',
    email: 'neighbour@kompass.example',
  },
  { id: 'outsider', name: 'Assessor C', ...certified, email: 'outsider@kompass.example' },
  { id: 'second', name: 'Assessor D', ...certified, email: 'second@kompass.example' },
];

export function emailOf(id: AccountId): string {
  return accounts.find((account) => account.id === id)!.email;
}
