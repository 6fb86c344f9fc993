import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  decodeMessage,
  encodeMessage,
  fromCloudEvent,
  integrationEvent,
  MessageUnreadable,
  toCloudEvent,
  type CloudEvent,
  type Envelope,
  type IntegrationEvent,
} from '../index.js';

const envelope: Envelope = {
  key: 'roros-2017',
  version: 412,
  time: '2017-09-14T10:00:00.000Z',
  correlationId: 'request-1',
  causationId: '0b1f6d6e-5c0e-5d2b-8a55-6cbd6a0a5b11',
};
const head = {
  municipality: 'roros',
  instrument: { id: 'kommunekompasset', version: '2.1', digest: 'a'.repeat(64) },
  evaluatedAt: '2017-09',
  blind: false,
  factCheck: false,
  language: 'nb',
} as const;

const finalised = integrationEvent('EvaluationFinalised', envelope, {
  ...head,
  edition: 1,
  total: { tenths: 330, printed: 33 },
  areas: [
    {
      id: '1',
      tenths: 330,
      printed: 33,
      questions: [{ id: '1.1', tenths: 330, indicators: [{ id: '1.1.1', tenths: 330 }] }],
    },
  ],
});

const everyType: readonly IntegrationEvent[] = [
  finalised,
  integrationEvent('EvaluationOpened', envelope, { ...head, reportNumber: '19/2017' }),
  integrationEvent('AssessorAssigned', envelope, { assessors: [{ accountId: 'lead', lead: true }] }),
  integrationEvent('AssessorReleased', envelope, { assessors: [] }),
  integrationEvent('EvaluationReopened', envelope, { edition: 1 }),
  integrationEvent('MunicipalityChanged', envelope, {
    country: 'NO',
    names: { nb: 'Røros', sv: 'Röros' },
    numbers: [
      { number: '1640', to: '2017-12-31' },
      { number: '5025', from: '2018-01-01' },
    ],
    groups: [{ kind: 'population', key: '5000-9999' }],
    successors: [{ id: 'ny', from: '2020' }],
  }),
  integrationEvent('InstrumentPublished', envelope, {
    id: 'kommunekompasset',
    version: '2.1',
    document: { areas: [{ id: '1', maxTenths: 1000 }], deep: { null: null, yes: true } },
    crosswalks: [{ from: '2.0', to: '2.1' }],
  }),
  integrationEvent('PersonChanged', envelope, {
    name: 'Kari Nordmann',
    email: 'kari@kompass.example',
    roles: ['assessor'],
    certificates: [{ from: '2015-01-01' }],
  }),
  integrationEvent('PersonChanged', envelope, null),
  integrationEvent('InterviewHeld', envelope, {
    interviewId: 'interview-01',
    group: 'chief-executive',
    areas: ['3', '4'],
    heldAt: '2017-09-05T07:45:00Z',
    participants: 1,
  }),
  integrationEvent('InterviewCancelled', envelope, { interviewId: 'interview-01' }),
  integrationEvent('ResultRecorded', envelope, {
    municipality: 'roros',
    instrument: { id: 'kommunekompasset', version: '2.0' },
    evaluatedAt: '2013-12',
    knownBy: 'areas',
    total: { tenths: null, printed: 254 },
    areas: [{ id: '1', tenths: 250, printed: 25 }],
    questions: [],
  }),
];

describe('a message', () => {
  it.each(everyType.map((message) => [message.data === null ? 'tombstone' : message.type, message] as const))(
    'survives the way as CloudEvent: %s',
    (_, message) => {
      expect(decodeMessage(encodeMessage(message))).toEqual(message);
    },
  );

  it('is a CloudEvent 1.0 whose partition key is what it is about', () => {
    expect(toCloudEvent(finalised)).toEqual({
      specversion: '1.0',
      id: finalised.id,
      source: '/kompass/scoring',
      type: 'kompass.scoring.v1.EvaluationFinalised',
      subject: 'roros-2017',
      time: '2017-09-14T10:00:00.000Z',
      datacontenttype: 'application/json',
      partitionkey: 'roros-2017',
      correlationid: 'request-1',
      causationid: envelope.causationId,
      version: 412,
      data: finalised.data,
    });
  });

  it('has the same id whenever it is made, and another for another version, key or type', () => {
    const reopened = (about: Partial<Envelope>) =>
      integrationEvent('EvaluationReopened', { ...envelope, ...about }, { edition: 1 });
    const { id } = reopened({});
    expect(reopened({ time: '2018-01-01T00:00:00Z', correlationId: 'other' }).id).toBe(id);
    expect(id).toBe('924749f0-ff71-523b-ad3a-7df315be9250');
    const others = [reopened({ version: 413 }).id, reopened({ key: 'roros-2021' }).id, finalised.id];
    expect(new Set([id, ...others]).size).toBe(4);
  });

  it('leaves behind what this version does not know', () => {
    const opened = toCloudEvent(integrationEvent('EvaluationReopened', envelope, { edition: 2 }));
    const newer = { ...opened, sequence: '7', data: { edition: 2, proposals: ['secret'] } };
    expect(fromCloudEvent(newer)).toEqual(fromCloudEvent(opened));
  });

  it('sends nothing its schema does not name', () => {
    const careless = { edition: 1, proposals: ['secret'] };
    expect(toCloudEvent(integrationEvent('EvaluationReopened', envelope, careless)).data).toEqual({
      edition: 1,
    });
  });
});

describe('a message that is not one', () => {
  const good = toCloudEvent(finalised);
  const area = finalised.data.areas[0]!;
  const broken: readonly (readonly [string, Partial<Record<keyof CloudEvent, unknown>>])[] = [
    ['another version of CloudEvents', { specversion: '0.3' }],
    ['an unknown type', { type: 'kompass.scoring.v1.ScoreProposed' }],
    ['a type on the wrong topic', { type: 'kompass.register.v1.EvaluationFinalised' }],
    ['an inherited property as type', { type: 'kompass.scoring.v1.constructor' }],
    ['a type without topic', { type: 'EvaluationFinalised' }],
    ['an empty subject', { subject: '', partitionkey: '' }],
    ['a partition key of another aggregate', { partitionkey: 'roros-2013' }],
    ['a time without zone', { time: '2017-09-14T10:00:00' }],
    ['a fractional version', { version: 1.5 }],
    ['a negative version', { version: -1 }],
    ['no id', { id: 'roros' }],
    ['no data', { data: undefined }],
    ['a tombstone where none is known', { data: null }],
    ['fractional tenths', { data: { ...finalised.data, total: { tenths: 7.5, printed: 8 } } }],
    ['points as text', { data: { ...finalised.data, areas: [{ ...area, tenths: '330' }] } }],
    ['NUL', { data: { ...finalised.data, reportNumber: 'a\0' } }],
    ['a lone surrogate', { data: { ...finalised.data, reportNumber: 'a\ud800' } }],
    ['NUL in a name', { data: { ...finalised.data, 'a\0': 1 } }],
  ];

  it.each(broken)('is refused: %s', (_, change) => {
    expect(() => fromCloudEvent({ ...good, ...change })).toThrow(MessageUnreadable);
  });

  it.each([
    ['no JSON', new TextEncoder().encode('{')],
    ['no UTF-8', Uint8Array.of(0xff, 0xfe)],
    ['nothing', new Uint8Array()],
    ['null', new TextEncoder().encode('null')],
    ['nested without end', new TextEncoder().encode('['.repeat(100_000) + ']'.repeat(100_000))],
  ])('is refused as bytes: %s', (_, bytes) => {
    expect(() => decodeMessage(bytes)).toThrow(MessageUnreadable);
  });

  it('is not quoted, since it may be about a person', () => {
    const broken = new TextEncoder().encode('{"name":Kari Nordmann}');
    expect(() => decodeMessage(broken)).toThrow(/^message unreadable: not JSON in UTF-8$/);
  });

  it('is refused before it is sent', () => {
    const half = { ...finalised, data: { ...finalised.data, total: { tenths: 0.5, printed: 1 } } };
    expect(() => encodeMessage(half)).toThrow(/total/);
    expect(() => encodeMessage({ ...finalised, key: '' })).toThrow(MessageUnreadable);
  });

  it('never throws anything else', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...(Object.keys(good) as (keyof CloudEvent)[])),
        fc.json(),
        (attribute, json) => {
          try {
            fromCloudEvent({ ...good, [attribute]: JSON.parse(json) as unknown });
          } catch (error) {
            expect(error).toBeInstanceOf(MessageUnreadable);
          }
        },
      ),
    );
  });
});
