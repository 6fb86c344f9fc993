export * from './access/access-decision.js';
export * from './access/access.module.js';
export * from './access/evaluation-visibility.port.js';
export type { TrustedKeysOptions } from './access/trusted-keys.js';
export { Accounts, type SeededAccount } from './accounts/accounts.js';
export * from './accounts/open-accounts.js';
export * from './identity.module.js';
export type { SessionOptions } from './sessions/sessions.js';
export * from './secret-token.js';
