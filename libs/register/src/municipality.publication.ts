import { integrationEvent, type Envelope } from '@kompass/contracts';
import type { Publication } from '@kompass/messaging';
import type { Municipality } from './domain/municipality.decider.js';
import { municipalityCatalog, type MunicipalityEvent } from './domain/municipality.events.js';

/** What the register tells of municipalities: each as it is now, its id as the key. */
export const municipalityPublication: Publication<Municipality, MunicipalityEvent> = {
  catalog: municipalityCatalog,
  messages: { MunicipalityRegistered: changed, MunicipalityAmended: changed },
};

function changed({ data }: MunicipalityEvent, _state: Municipality, envelope: Envelope) {
  const { country, names, numbers, groups, successors } = data;
  return integrationEvent('MunicipalityChanged', envelope, {
    country,
    names,
    numbers: [...numbers],
    groups: [...groups],
    successors: [...successors],
  });
}
