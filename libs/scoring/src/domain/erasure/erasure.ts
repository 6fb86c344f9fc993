import { Rejected } from '@kompass/kernel';
import type { ErasePassage } from './erasure.commands.js';
import type { PassageErased } from './erasure.events.js';

/** @throws Rejected `nothing-to-erase` where the event holds no text */
export function erasePassage({ revision, keys }: ErasePassage): readonly PassageErased[] {
  if (keys.length === 0) throw new Rejected('nothing-to-erase', { value: revision });
  return [{ type: 'PassageErased', data: { revision, keys } }];
}
