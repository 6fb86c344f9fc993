import type { EventCatalog } from '@kompass/event-store';
import type { Group, Period } from '@kompass/instrument';
import type { DomainEvent, Localised } from '@kompass/kernel';

/** An official number for the time it is valid: four digits in Norway, `SE-1444` in Sweden. */
export interface MunicipalityNumber extends Period {
  readonly number: string;
}

/** A municipality as it is described: public reference data, so its names are not sealed. */
export interface Profile {
  readonly country: 'NO' | 'SE';
  readonly names: Localised<string>;
  readonly numbers: readonly MunicipalityNumber[];
  readonly groups: readonly (Group & { readonly kind: 'population' | 'kostra' })[];
  /** What it became part of, and from which day on; mergers and splits are many-to-many. */
  readonly successors: readonly { readonly id: string; readonly from: string }[];
}

export type MunicipalityRegistered = DomainEvent<'MunicipalityRegistered', Profile>;

/** The whole profile as it is from now on. */
export type MunicipalityAmended = DomainEvent<'MunicipalityAmended', Profile>;

export type MunicipalityEvent = MunicipalityRegistered | MunicipalityAmended;

export const municipalityCatalog: EventCatalog<MunicipalityEvent> = {
  category: 'municipality',
  types: { MunicipalityRegistered: true, MunicipalityAmended: true },
};
