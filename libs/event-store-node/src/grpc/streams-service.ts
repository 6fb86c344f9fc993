import type { IStreamsServer } from '@eventstore/db-client/generated/streams_grpc_pb.js';
import type { ServerWritableStream } from '@grpc/grpc-js';
import type { GroupCommit } from '../log/group-commit.js';
import type { LogReader } from '../log/log-reader.js';
import { append } from './append.js';
import { batchAppend } from './batch-append.js';
import { callErrorOf, unavailable } from './call-error.js';
import type { OpenCalls } from './open-calls.js';
import { Outlet } from './outlet.js';
import type { streams } from './protocol.js';
import { readRequest } from './read-request.js';
import { read } from './read.js';
import { subscribe } from './subscribe.js';

/** The part of EventStoreDB's `Streams` service the node has; gRPC answers UNIMPLEMENTED to the rest. */
export function streamsService(
  writer: GroupCommit,
  reader: LogReader,
  calls: OpenCalls,
): Pick<IStreamsServer, 'append' | 'batchAppend' | 'read'> {
  return {
    append: (call, respond) => append(call, respond, writer, calls),
    batchAppend: (call) => batchAppend(call, writer, calls),
    read: (call) => serveRead(call, reader, calls),
  };
}

function serveRead(
  call: ServerWritableStream<streams.ReadReq, streams.ReadResp>,
  reader: LogReader,
  calls: OpenCalls,
): void {
  const outlet = new Outlet(call);
  const over = calls.add(() => Promise.resolve(outlet.end(unavailable('the node is shutting down'))));
  const serve = async (): Promise<void> => {
    const request = readRequest(call.request);
    await (request.kind === 'read' ? read(outlet, reader, request) : subscribe(outlet, reader, request));
  };
  void serve()
    .then(
      () => outlet.end(),
      (error) => outlet.end(callErrorOf(error)),
    )
    .finally(over);
}
