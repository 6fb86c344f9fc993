import { PassageVault } from '@kompass/event-store';
import type { Provider } from '@nestjs/common';
import { PassageKeyTable } from './passage-key-table.js';
import { readStoreToken } from './read-store.module.js';
import { ReadStore } from './read-store.js';

/** What every context injects by its class: its own `ReadStore`, and the `PassageVault` over the keys in it. */
export function contextProviders(schema: string): Provider[] {
  return [
    { provide: ReadStore, useExisting: readStoreToken(schema) },
    {
      provide: PassageVault,
      inject: [ReadStore],
      useFactory: ({ dataSource }: ReadStore) => new PassageVault(new PassageKeyTable(dataSource, schema)),
    },
  ];
}
