import { Module, type DynamicModule, type ModuleMetadata } from '@nestjs/common';
import {
  MessagingModule,
  referenceMigrations,
  referenceToken,
  type ReferenceKind,
  type ReferenceTable,
} from '@kompass/messaging';
import type { MigrationClass } from '@kompass/read-store';
import { InstrumentLibrary } from './instrument-library.js';
import { MunicipalityDirectory } from './municipality-directory.js';

export interface ReferenceOptions {
  /** The context's own schema. */
  readonly schema: string;
  /** The module that provides the context's `ReadStore`, whose migrations contain `registerMigrations`. */
  readonly imports: ModuleMetadata['imports'];
  /** More than what the register tells of. */
  readonly more?: readonly Exclude<ReferenceKind, RegisterKind>[];
}

const registerKinds = ['instrument', 'municipality'] as const;
type RegisterKind = (typeof registerKinds)[number];

/** The tables of `ReferenceModule` in a context's schema. */
export function registerMigrations(
  schema: string,
  more: readonly ReferenceKind[] = [],
): readonly MigrationClass[] {
  return referenceMigrations(schema, [...registerKinds, ...more]);
}

/** What a context knows of the register, from its own copies of reference data; tables of more kinds under their `referenceToken`. */
@Module({})
export class ReferenceModule {
  static forContext({ schema, imports, more = [] }: ReferenceOptions): DynamicModule {
    const tables = MessagingModule.forReferences({ schema, kinds: [...registerKinds, ...more], imports });
    return {
      module: ReferenceModule,
      imports: [tables],
      providers: [
        {
          provide: InstrumentLibrary,
          inject: [referenceToken(schema, 'instrument')],
          useFactory: (table: ReferenceTable<'instrument'>) => new InstrumentLibrary(table),
        },
        {
          provide: MunicipalityDirectory,
          inject: [referenceToken(schema, 'municipality')],
          useFactory: (table: ReferenceTable<'municipality'>) => new MunicipalityDirectory(table),
        },
      ],
      exports: [tables, InstrumentLibrary, MunicipalityDirectory],
    };
  }
}
