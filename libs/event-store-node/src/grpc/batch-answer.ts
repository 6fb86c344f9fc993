import { unreachable } from '@kompass/kernel';
import type { Message } from 'google-protobuf';
import any from 'google-protobuf/google/protobuf/any_pb.js';
import empty from 'google-protobuf/google/protobuf/empty_pb.js';
import { status } from '@grpc/grpc-js';
import type { ExpectedRevision } from '../log/event.js';
import { maxAppendSize } from './append-draft.js';
import type { Answer } from './append-draft.js';
import { rpc, shared, streams } from './protocol.js';

/** The answer to one append of a batch stream; errors travel inside it, as `google.rpc.Status`. */
export function batchAnswer(
  { stream, expected }: { stream: string; expected: ExpectedRevision },
  correlationId: shared.UUID | undefined,
  answer: Answer,
): streams.BatchAppendResp {
  const response = new streams.BatchAppendResp()
    .setCorrelationId(correlationId)
    .setStreamIdentifier(new shared.StreamIdentifier().setStreamName(Buffer.from(stream)));
  return answer.kind === 'done'
    ? response.setSuccess(success(answer.revision, answer.position))
    : response.setError(errorOf(answer, expected));
}

function success(revision: number, position: number | undefined): streams.BatchAppendResp.Success {
  const done = new streams.BatchAppendResp.Success();
  if (revision < 0) done.setNoStream(new empty.Empty());
  else done.setCurrentRevision(String(revision));
  return position === undefined
    ? done.setNoPosition(new empty.Empty())
    : done.setPosition(
        new shared.AllStreamPosition()
          .setCommitPosition(String(position))
          .setPreparePosition(String(position)),
      );
}

function wrongExpectedVersion(expected: ExpectedRevision, revision: number): rpc.Status {
  const details = new shared.WrongExpectedVersion();
  if (revision < 0) details.setCurrentNoStream(new empty.Empty());
  else details.setCurrentStreamRevision(String(revision));
  switch (expected) {
    case 'any':
      details.setExpectedAny(new empty.Empty());
      break;
    case 'no-stream':
      details.setExpectedNoStream(new empty.Empty());
      break;
    case 'stream-exists':
      details.setExpectedStreamExists(new empty.Empty());
      break;
    default:
      details.setExpectedStreamPosition(String(expected));
  }
  return statusOf(status.ALREADY_EXISTS, 'WrongExpectedVersion', details);
}

function errorOf(answer: Exclude<Answer, { kind: 'done' }>, expected: ExpectedRevision): rpc.Status {
  switch (answer.kind) {
    case 'wrong-expected-revision':
      return wrongExpectedVersion(expected, answer.revision);
    case 'too-large':
      return statusOf(
        status.INVALID_ARGUMENT,
        'MaximumAppendSizeExceeded',
        new shared.MaximumAppendSizeExceeded().setMaxappendsize(maxAppendSize),
      );
    case 'too-late':
      return statusOf(status.DEADLINE_EXCEEDED, 'Timeout', new shared.Timeout());
    case 'missing-metadata':
      return badRequest(
        status.INVALID_ARGUMENT,
        `Required Metadata Property '${answer.property}' is missing`,
      );
    case 'malformed':
      return badRequest(status.INVALID_ARGUMENT, answer.message);
    case 'unimplemented':
      return badRequest(status.UNIMPLEMENTED, answer.message);
    case 'failed':
      return statusOf(status.UNKNOWN, 'Unknown', new shared.Unknown(), answer.message);
    default:
      return unreachable(answer);
  }
}

function badRequest(code: status, message: string): rpc.Status {
  return statusOf(code, 'BadRequest', new shared.BadRequest().setMessage(message), message);
}

/** @param name of the message type of `details`, by which the client knows the error */
function statusOf(code: status, name: string, details: Message, message = name): rpc.Status {
  const packed = new any.Any();
  packed.pack(details.serializeBinary(), `event_store.client.${name}`);
  return new rpc.Status()
    .setCode(code as number)
    .setMessage(message)
    .setDetails(packed);
}
