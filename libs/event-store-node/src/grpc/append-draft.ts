import { sizeOf } from '../log/event.js';
import type { Append, AppendResult, ExpectedRevision, ProposedEvent } from '../log/event.js';
import type { shared } from './protocol.js';
import { readUuid } from './uuid.js';

/** The largest append in bytes, EventStoreDB's own default: data, metadata and twice the length of the type. */
export const maxAppendSize = 1024 * 1024;

/** Why an append does not even reach the log. */
export type Refusal =
  | { readonly kind: 'too-large' }
  | { readonly kind: 'missing-metadata'; readonly property: string }
  | { readonly kind: 'malformed'; readonly message: string }
  | { readonly kind: 'unimplemented'; readonly message: string };

export type Answer = AppendResult | Refusal;

/** A proposed event as both kinds of append send it. */
export interface ProposedMessage {
  getId(): shared.UUID | undefined;
  getMetadataMap(): { get(key: string): string | undefined };
  getCustomMetadata_asU8(): Uint8Array;
  getData_asU8(): Uint8Array;
}

/** An append on its way in: its events may come in several messages. The first refusal stays. */
export class AppendDraft {
  private readonly events: ProposedEvent[] = [];
  private size = 0;
  refusal: Refusal | undefined;

  constructor(
    readonly stream: string,
    readonly expected: ExpectedRevision,
    private readonly deadline?: Date,
  ) {
    this.refusal = refusedStream(stream);
  }

  add(message: ProposedMessage): void {
    if (this.refusal) return;
    const event = readEvent(message);
    if ('kind' in event) {
      this.refusal = event;
      return;
    }
    this.events.push(event);
    this.size += sizeOf(event);
    if (this.size > maxAppendSize) this.refusal = { kind: 'too-large' };
  }

  get append(): Append {
    return { stream: this.stream, expected: this.expected, events: this.events, deadline: this.deadline };
  }
}

/** NUL: PostgreSQL's text cannot hold it. */
function refusedStream(name: string): Refusal | undefined {
  if (name === '') return { kind: 'malformed', message: 'a stream needs a name' };
  if (name.includes('\0')) return { kind: 'malformed', message: 'NUL in a stream name' };
  if (name.startsWith('$$'))
    return { kind: 'unimplemented', message: 'stream metadata is not part of the event-store node' };
  if (name === '$all') return { kind: 'malformed', message: '$all cannot be appended to' };
  return undefined;
}

function readEvent(message: ProposedMessage): ProposedEvent | Refusal {
  const properties = message.getMetadataMap();
  const type = properties.get('type');
  const contentType = properties.get('content-type');
  if (type === undefined) return { kind: 'missing-metadata', property: 'type' };
  if (contentType === undefined) return { kind: 'missing-metadata', property: 'content-type' };
  if (type === '' || type.includes('\0') || contentType.includes('\0'))
    return { kind: 'malformed', message: 'an event needs a type, and neither it nor the content type a NUL' };
  const id = readUuid(message.getId());
  if (id === undefined) return { kind: 'malformed', message: 'an event needs a UUID' };
  return { id, type, contentType, data: message.getData_asU8(), metadata: message.getCustomMetadata_asU8() };
}
