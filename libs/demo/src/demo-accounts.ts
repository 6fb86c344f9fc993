/** The accounts of the demo: the people who would do it. `lead` and `assessor` are the two certified assessors. */
export const demoAccounts = [
  { id: 'admin', name: 'Administrator', roles: ['admin'] },
  { id: 'lead', name: 'Assessor A', roles: ['assessor'], certificate: { from: '2010-01-01' } },
  { id: 'assessor', name: 'Assessor B', roles: ['assessor'], certificate: { from: '2010-01-01' } },
  { id: 'auditor', name: 'Auditor', roles: ['auditor'] },
  { id: 'municipality', name: 'Municipality contact', roles: ['municipality'], municipality: 'roros' },
  { id: 'reader', name: 'Reader', roles: ['reader'] },
] as const;

export type DemoAccountId = (typeof demoAccounts)[number]['id'];

export function demoEmail(id: DemoAccountId): string {
  return `${id}@kompass.example`;
}
