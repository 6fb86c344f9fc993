import { sqlMigration } from '@kompass/read-store';

/** Scheduling listens from now on, and has to hear of what is registered: everything is told once more. */
export const registerToldAnew = sqlMigration(
  'RegisterToldAnew1764028800000',
  `UPDATE register.relay_position SET position = NULL`,
);
