import { startPostgres } from '@kompass/embedded';
import { eventStoreCommand } from '@kompass/event-store-node';

await eventStoreCommand((dataDir) => startPostgres({ dataDir })).parseAsync();
