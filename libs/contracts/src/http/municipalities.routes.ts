import { z } from 'zod';
import { route } from './route.js';
import { rule } from './rules.js';
import {
  atLeast,
  created,
  day,
  endsAfterItBegins,
  line,
  municipalityId,
  municipalityNumber,
  names,
  period,
  revision,
} from './values.js';

const tag = 'Municipalities';

const wrongPeriod = rule('period-ends-before-it-begins');

const register = {
  country: z.enum(['NO', 'SE']),
  names,
  numbers: z
    .array(z.strictObject({ number: municipalityNumber, ...period }).refine(endsAfterItBegins, wrongPeriod))
    .min(1)
    .max(50),
  /** Population group, KOSTRA group …, with the days the municipality belongs to them. */
  groups: z
    .array(
      z
        .strictObject({ kind: z.enum(['population', 'kostra']), key: line, ...period })
        .refine(endsAfterItBegins, wrongPeriod),
    )
    .max(100),
  /** What it became part of. */
  successors: z.array(z.strictObject({ id: municipalityId, from: day })).max(20),
};

const municipality = z
  .strictObject({ id: municipalityId, revision, ...register })
  .meta({ id: 'Municipality' });

export const municipalityRoutes = {
  listMunicipalities: route({
    id: 'listMunicipalities',
    method: 'GET',
    path: '/v1/municipalities',
    summary: 'The municipalities of the register.',
    tag,
    query: z.strictObject(atLeast),
    answer: z.strictObject({ items: z.array(municipality) }),
  }),
  registerMunicipality: route({
    id: 'registerMunicipality',
    method: 'POST',
    path: '/v1/municipalities',
    summary: 'Register a municipality, or amend the one of this id.',
    tag,
    body: z
      .strictObject({
        ...register,
        id: municipalityId.optional(),
        groups: register.groups.default([]),
        successors: register.successors.default([]),
      })
      .refine(
        ({ country, numbers }) =>
          numbers.every(({ number }) => number.startsWith('SE-') === (country === 'SE')),
        { ...rule('number-of-another-country'), path: ['numbers'] },
      ),
    status: 201,
    answer: created,
    command: true,
  }),
  readMunicipality: route({
    id: 'readMunicipality',
    method: 'GET',
    path: '/v1/municipalities/{number}',
    summary: 'A municipality, by any number it has or had.',
    tag,
    params: z.strictObject({ number: municipalityNumber }),
    query: z.strictObject(atLeast),
    answer: municipality,
  }),
};
