import { describe, expect, it } from '@jest/globals';
import { AppendDraft, maxAppendSize } from './append-draft.js';
import type { Refusal } from './append-draft.js';
import { streams } from './protocol.js';
import { readUuid, writeUuid } from './uuid.js';

const id = '01234567-89ab-cdef-8123-456789abcdef';

interface Given {
  uuid?: string;
  type?: string;
  contentType?: string;
  bytes?: number;
}

function message({ uuid = id, type = 'T', contentType = 'application/json', bytes = 1 }: Given) {
  const proposed = new streams.BatchAppendReq.ProposedMessage()
    .setId(writeUuid(uuid, 'text'))
    .setData(new Uint8Array(bytes));
  proposed.getMetadataMap().set('type', type).set('content-type', contentType);
  return proposed;
}

function refusalOf(given: Given, stream = 's'): Refusal['kind'] | undefined {
  const draft = new AppendDraft(stream, 'any');
  draft.add(message(given));
  return draft.refusal?.kind;
}

describe('an append on its way in', () => {
  it('collects its events', () => {
    const draft = new AppendDraft('s', 3);
    draft.add(message({ type: 'A' }));
    draft.add(message({ type: 'B' }));
    expect(draft.refusal).toBeUndefined();
    expect(draft.append).toMatchObject({
      stream: 's',
      expected: 3,
      events: [
        { id, type: 'A' },
        { id, type: 'B' },
      ],
    });
  });

  it('is limited in what its events weigh together, their types counting twice', () => {
    const draft = new AppendDraft('s', 'any');
    draft.add(message({ bytes: maxAppendSize - 4, type: 'T' }));
    draft.add(message({ bytes: 0, type: 'T' }));
    expect(draft.refusal).toBeUndefined();
    draft.add(message({ bytes: 0, type: 'T' }));
    expect(draft.refusal).toEqual({ kind: 'too-large' });
  });

  it.each<[string, Given, string]>([
    ['without a stream', {}, ''],
    ['to $all', {}, '$all'],
    ['with NUL in the stream', {}, 'a\0b'],
    ['with NUL in a type', { type: 'a\0b' }, 's'],
    ['without a type', { type: '' }, 's'],
    ['with the empty id', { uuid: '00000000-0000-0000-0000-000000000000' }, 's'],
    ['with something else for an id', { uuid: 'x' }, 's'],
  ])('%s is malformed', (_, given, stream) => {
    expect(refusalOf(given, stream)).toBe('malformed');
  });

  it('names the property of an event that is missing', () => {
    const draft = new AppendDraft('s', 'any');
    draft.add(new streams.BatchAppendReq.ProposedMessage().setId(writeUuid(id, 'text')));
    expect(draft.refusal).toEqual({ kind: 'missing-metadata', property: 'type' });
  });

  it('to the metadata of a stream is unimplemented', () => {
    expect(refusalOf({}, '$$s')).toBe('unimplemented');
  });
});

describe('a UUID', () => {
  it.each(['text', 'structured'] as const)('survives as %s', (form) => {
    for (const uuid of [id, 'ffffffff-ffff-ffff-ffff-ffffffffffff', '00000000-0000-0000-0000-000000000001'])
      expect(readUuid(writeUuid(uuid, form))).toBe(uuid);
  });

  it('is read in lower case', () => {
    expect(readUuid(writeUuid(id.toUpperCase(), 'text'))).toBe(id);
  });
});
