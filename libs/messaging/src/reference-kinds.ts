import type { DataOf, IntegrationEventType } from '@kompass/contracts';

/** Reference data a context may keep a copy of, and the message that brings it. */
export const referenceKinds = {
  municipality: 'MunicipalityChanged',
  instrument: 'InstrumentPublished',
  person: 'PersonChanged',
} as const satisfies Record<string, IntegrationEventType>;

export type ReferenceKind = keyof typeof referenceKinds;

export type ReferenceData<Kind extends ReferenceKind> = NonNullable<DataOf<(typeof referenceKinds)[Kind]>>;

/** Name of the table of a kind, quoted, with its schema. */
export function referenceTableName(schema: string, kind: ReferenceKind): string {
  return `"${schema}".reference_${kind}`;
}
