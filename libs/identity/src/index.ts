export * from './access/access-decision.js';
export * from './access/access.module.js';
export * from './access/evaluation-visibility.port.js';
export type { TokenKeys } from './access/token.js';
export { Accounts, type SeededAccount } from './accounts/accounts.js';
export * from './identity.module.js';
