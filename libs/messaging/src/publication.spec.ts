import { describe, expect, it } from '@jest/globals';
import { integrationEvent } from '@kompass/contracts';
import { WrittenByNewerVersion, type StoredEvent } from '@kompass/event-store';
import type { DomainEvent } from '@kompass/kernel';
import { publisher, type Publication } from './publication.js';

type Assigned = DomainEvent<'Assigned', { accountId: string }>;
type Noted = DomainEvent<'Noted', { text: string }>;
type State = { readonly lead: string };

const publication: Publication<State, Assigned | Noted> = {
  catalog: { category: 'evaluation', types: { Assigned: true, Noted: true }, retired: ['Counted'] },
  messages: {
    Assigned: ({ data }, { lead }, envelope) =>
      integrationEvent('AssessorAssigned', envelope, {
        assessors: [{ accountId: data.accountId, lead: data.accountId === lead }],
      }),
  },
};

const stored = (type: string, data: Record<string, unknown>): StoredEvent => ({
  stream: 'evaluation-roros-2017',
  revision: 4,
  position: { commit: 9n, prepare: 9n },
  id: 'e4',
  type,
  data: { ...data, nonce: 'AAAA' },
  metadata: {
    actor: 'admin',
    at: '2017-09-01T08:00:00.000Z',
    commandId: 'c',
    request: 'r',
    correlationId: 'corr',
    causationId: 'cause',
    schema: 1,
    prev: '0',
    hash: '1',
  },
});

function published(event: StoredEvent) {
  const folded: string[] = [];
  const history = {
    stateAt: (id: string, revision: number) => {
      folded.push(`${id}@${revision}`);
      return Promise.resolve({ lead: 'kari' });
    },
    foldOn: () => {
      throw new Error('nothing to fold on to');
    },
  };
  const made = publisher(publication, history);
  return { prefix: made.prefix, folded, message: made.messageOf(event) };
}

describe('a publication', () => {
  it('makes a message of an event and the state at its revision', async () => {
    const { prefix, folded, message } = published(stored('Assigned', { accountId: 'kari' }));
    expect(await message).toEqual(
      integrationEvent(
        'AssessorAssigned',
        {
          key: 'roros-2017',
          version: 4,
          time: '2017-09-01T08:00:00.000Z',
          correlationId: 'corr',
          causationId: 'e4',
        },
        { assessors: [{ accountId: 'kari', lead: true }] },
      ),
    );
    expect({ prefix, folded }).toEqual({ prefix: 'evaluation-', folded: ['roros-2017@4'] });
  });

  it.each(['Noted', 'Counted'])('folds nothing for what stays inside: %s', async (type) => {
    const { folded, message } = published(stored(type, {}));
    expect(await message).toBeUndefined();
    expect(folded).toEqual([]);
  });

  it('stops at what a newer version wrote', async () => {
    await expect(published(stored('Invented', {})).message).rejects.toThrow(WrittenByNewerVersion);
  });

  describe('folds along with what passes', () => {
    /** The state is the revisions that were folded, one by one or (`*`) read from the log. */
    function relay() {
      const history = {
        stateAt: (_id: string, revision: number) => Promise.resolve({ lead: `*${revision}` }),
        foldOn: (before: State | undefined, { revision }: StoredEvent) => ({
          lead: `${before?.lead ?? ''}${revision}`,
        }),
      };
      const seen: string[] = [];
      const made = publisher(
        {
          ...publication,
          messages: { Assigned: (_event, { lead }) => void seen.push(lead) },
        },
        history,
      );
      return async (...revisions: readonly [revision: number, type: string][]) => {
        seen.length = 0;
        for (const [revision, type] of revisions) await made.messageOf({ ...stored(type, {}), revision });
        return [...seen];
      };
    }

    it('from the beginning of a stream on, also over what stays inside', async () => {
      const passing = relay();
      expect(await passing([0, 'Noted'], [1, 'Assigned'], [2, 'Counted'], [3, 'Assigned'])).toEqual([
        '01',
        '0123',
      ]);
    });

    it('from the first state that had to be read on', async () => {
      const passing = relay();
      expect(await passing([4, 'Noted'], [5, 'Assigned'], [6, 'Assigned'])).toEqual(['*5', '*56']);
    });

    it('and reads again where the log was gone back in, or an event was not met', async () => {
      const passing = relay();
      expect(await passing([0, 'Assigned'], [1, 'Assigned'], [1, 'Assigned'])).toEqual(['0', '01', '01']);
      expect(await passing([3, 'Assigned'], [2, 'Assigned'], [0, 'Assigned'], [1, 'Assigned'])).toEqual([
        '*3',
        '*2',
        '0',
        '01',
      ]);
    });
  });
});
