import type { RecordedEvent } from './event.js';

export const columns = 'position, stream, revision, id, type, content_type, data, metadata, created';

/** One row of `columns`, as `pg` reads it in array mode: 64-bit numbers come as text. */
export type Row = [
  position: string,
  stream: string,
  revision: string,
  id: string,
  type: string,
  contentType: string,
  data: Buffer,
  metadata: Buffer,
  created: Date,
];

export function eventOf(row: Row): RecordedEvent {
  const [position, stream, revision, id, type, contentType, data, metadata, created] = row;
  return {
    position: Number(position),
    stream,
    revision: Number(revision),
    id,
    type,
    contentType,
    data,
    metadata,
    created,
  };
}
