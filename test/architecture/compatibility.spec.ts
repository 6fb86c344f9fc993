import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { asyncApiDocument } from '@kompass/contracts';
import { contractFaults, type Contract } from './compatibility.js';
import { repository } from './small-repository.js';

/** What a released version promised; a release whose contract differs adds a file of its own. */
const released = JSON.parse(
  readFileSync(join(repository, 'test/golden/asyncapi-0.1.0.json'), 'utf8'),
) as Contract;

const today = asyncApiDocument() as unknown as Contract;

interface Payload {
  readonly properties: object;
  readonly required: readonly string[];
}

const finalised = 'components/messages/EvaluationFinalised/payload';
const areas = `${finalised}/properties/areas`;
const person = 'components/messages/PersonChanged/payload/anyOf';

/** Today's contract with one place of it changed; what becomes `undefined` is gone. */
function changed(path: string, change: (was: never) => unknown): Contract {
  const document = structuredClone(today) as unknown as Record<string, unknown>;
  const keys = path.split('/');
  const last = keys.pop()!;
  const holder = keys.reduce((at, key) => at[key] as Record<string, unknown>, document);
  holder[last] = change(holder[last] as never);
  if (holder[last] === undefined) delete holder[last];
  return document as unknown as Contract;
}

const gone = () => undefined;
const becomes = (value: unknown) => () => value;
const without = (name: string) => (names: readonly string[]) => names.filter((each) => each !== name);
const including = (name: string) => (names: readonly string[]) => [...names, name];
const methodAdded = (required: boolean) => (payload: Payload) => ({
  ...payload,
  properties: { ...payload.properties, method: { type: 'string' } },
  required: required ? [...payload.required, 'method'] : payload.required,
});

describe('the messages between contexts', () => {
  it('keep what the last release promised', () => {
    expect(contractFaults(released, today)).toEqual([]);
  });
});

describe('a contract is broken', () => {
  it.each<[string, string, (was: never) => unknown, string]>([
    ['by taking a topic away', 'channels/people', gone, 'channel people is gone'],
    [
      'by another address',
      'channels/scoring/address',
      becomes('kompass.scoring.v2'),
      'address of scoring was "kompass.scoring.v1" and is "kompass.scoring.v2"',
    ],
    [
      'by forgetting the latest of a key',
      'channels/register/bindings/kafka/topicConfiguration/cleanup.policy',
      becomes(['delete']),
      'cleanup.policy of register was ["compact"] and is ["delete"]',
    ],
    [
      'by taking a type away',
      'channels/scoring/messages/EvaluationReopened',
      gone,
      'EvaluationReopened is gone from scoring',
    ],
    [
      'by taking a field away',
      `${finalised}/properties/total/properties/printed`,
      gone,
      'EvaluationFinalised.total.printed is gone',
    ],
    [
      'by taking a field away that not every message had',
      `${finalised}/properties/reportNumber`,
      gone,
      'EvaluationFinalised.reportNumber is gone',
    ],
    [
      'by a new field that is required',
      finalised,
      methodAdded(true),
      'EvaluationFinalised.method is new and required',
    ],
    [
      'by requiring what could be left out',
      `${finalised}/required`,
      including('reportNumber'),
      'EvaluationFinalised.reportNumber is now required',
    ],
    [
      'by leaving out what was required',
      `${finalised}/required`,
      without('edition'),
      'EvaluationFinalised.edition is no longer required',
    ],
    [
      'by another type of value, deep down',
      `${areas}/items/properties/questions/items/properties/tenths/type`,
      becomes('number'),
      'type of EvaluationFinalised.areas[].questions[].tenths was "integer" and is "number"',
    ],
    [
      'by a value fewer',
      `${finalised}/properties/language/enum`,
      without('en'),
      'enum of EvaluationFinalised.language was ["nb","nn","sv","en"] and is ["nb","nn","sv"]',
    ],
    [
      'by a value more, which the old cannot read',
      `${finalised}/properties/language/enum`,
      including('fi'),
      'enum of EvaluationFinalised.language was ["nb","nn","sv","en"] and is ["nb","nn","sv","en","fi"]',
    ],
    [
      'by a narrower form',
      'components/messages/MunicipalityChanged/payload/properties/country/pattern',
      becomes('^(NO|SE)$'),
      'pattern of MunicipalityChanged.country was "^[A-Z]{2}$" and is "^(NO|SE)$"',
    ],
    [
      'by a limit that was not there',
      `${areas}/maxItems`,
      becomes(8),
      'maxItems of EvaluationFinalised.areas was undefined and is 8',
    ],
    [
      'by an alternative fewer',
      person,
      (alternatives: readonly unknown[]) => alternatives.slice(0, 1),
      'PersonChanged has 1 alternatives, not 2',
    ],
    [
      'by a change within an alternative',
      `${person}/0/properties/email`,
      gone,
      'PersonChanged|0.email is gone',
    ],
    [
      'by another header',
      'components/messageTraits/cloudEvent/headers/properties/ce_version',
      gone,
      'cloudEvent.ce_version is gone',
    ],
    [
      'by another type attribute',
      'components/messages/EvaluationReopened/headers/properties/ce_type/const',
      becomes('EvaluationReopened'),
      'const of headers of EvaluationReopened.ce_type was "kompass.scoring.v1.EvaluationReopened" and is "EvaluationReopened"',
    ],
    [
      'in what holds itself',
      'components/schemas/Json/anyOf/1/type',
      becomes('integer'),
      'type of InstrumentPublished.document[]|1 was "number" and is "integer"',
    ],
  ])('%s', (_, path, change, fault) => {
    expect(contractFaults(today, changed(path, change))).toContain(fault);
  });

  it.each<[string, string, (was: never) => unknown]>([
    ['a field that may be left out', finalised, methodAdded(false)],
    ['other words', `${finalised}/description`, becomes('Agreed')],
    ['another type', 'channels/scoring/messages/EvaluationCancelled', becomes({})],
    ['another topic', 'channels/audit', becomes(today.channels['scoring'])],
  ])('not by %s', (_, path, change) => {
    expect(contractFaults(today, changed(path, change))).toEqual([]);
  });
});
