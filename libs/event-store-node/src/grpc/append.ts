import { status } from '@grpc/grpc-js';
import type { ServerReadableStream, sendUnaryData } from '@grpc/grpc-js';
import { unreachable } from '@kompass/kernel';
import type { ExpectedRevision } from '../log/event.js';
import type { GroupCommit } from '../log/group-commit.js';
import { AppendDraft, maxAppendSize } from './append-draft.js';
import type { Answer } from './append-draft.js';
import { CallError, callErrorOf, invalid, unavailable } from './call-error.js';
import type { OpenCalls } from './open-calls.js';
import { shared, streams } from './protocol.js';
import { streamNameOf } from './stream-name.js';

type Call = ServerReadableStream<streams.AppendReq, streams.AppendResp>;

/** One append a call: first the options, then an event a message. What a client with credentials uses. */
export function append(
  call: Call,
  respond: sendUnaryData<streams.AppendResp>,
  log: GroupCommit,
  calls: OpenCalls,
): void {
  const answered = receive(call)
    .then(async (draft) => responseOf(draft.refusal ?? (await log.append(draft.append)), draft.expected))
    .then(
      (response) => respond(null, response),
      (error: unknown) => respond(callErrorOf(error)),
    )
    .finally(() => over());
  const over = calls.add(() => {
    call.destroy(unavailable('the node is shutting down')); // without effect on what has arrived whole
    return answered;
  });
}

async function receive(call: Call): Promise<AppendDraft> {
  let draft: AppendDraft | undefined;
  for await (const request of call as AsyncIterable<streams.AppendReq>) {
    const message = request.getProposedMessage();
    if (message) draft?.add(message);
    draft ??= draftOf(request.getOptions());
  }
  if (!draft) throw invalid('an append begins with its options');
  return draft;
}

function draftOf(options: streams.AppendReq.Options | undefined): AppendDraft | undefined {
  return options && new AppendDraft(streamNameOf(options.getStreamIdentifier()), expectedRevision(options));
}

function expectedRevision(options: streams.AppendReq.Options): ExpectedRevision {
  const { ExpectedStreamRevisionCase: expected } = streams.AppendReq.Options;
  switch (options.getExpectedStreamRevisionCase()) {
    case expected.REVISION:
      return Number(options.getRevision());
    case expected.NO_STREAM:
      return 'no-stream';
    case expected.ANY:
      return 'any';
    case expected.STREAM_EXISTS:
      return 'stream-exists';
    case expected.EXPECTED_STREAM_REVISION_NOT_SET:
      throw invalid('an append needs an expected revision');
  }
}

/** @throws CallError for every answer that is neither success nor a wrong expected revision */
function responseOf(answer: Answer, expected: ExpectedRevision): streams.AppendResp {
  const response = new streams.AppendResp();
  switch (answer.kind) {
    case 'done':
      return response.setSuccess(success(answer.revision, answer.position));
    case 'wrong-expected-revision':
      return response.setWrongExpectedVersion(wrongExpectedVersion(expected, answer.revision));
    case 'too-large':
      throw new CallError(status.INVALID_ARGUMENT, `Maximum Append Size of ${maxAppendSize} Exceeded.`, {
        exception: 'maximum-append-size-exceeded',
        'maximum-append-size': String(maxAppendSize),
      });
    case 'missing-metadata':
      throw new CallError(
        status.INVALID_ARGUMENT,
        `Required Metadata Property '${answer.property}' is missing`,
        {
          exception: 'missing-required-metadata-property',
          'required-metadata-properties': 'type,content-type',
        },
      );
    case 'malformed':
      throw invalid(answer.message);
    case 'unimplemented':
      throw new CallError(status.UNIMPLEMENTED, answer.message);
    case 'too-late':
      throw new CallError(status.DEADLINE_EXCEEDED, 'Timeout');
    case 'failed':
      throw new CallError(status.UNKNOWN, answer.message);
    default:
      return unreachable(answer);
  }
}

function success(revision: number, position: number | undefined): streams.AppendResp.Success {
  const done = new streams.AppendResp.Success();
  if (revision < 0) done.setNoStream(new shared.Empty());
  else done.setCurrentRevision(String(revision));
  return position === undefined
    ? done.setNoPosition(new shared.Empty())
    : done.setPosition(
        new streams.AppendResp.Position()
          .setCommitPosition(String(position))
          .setPreparePosition(String(position)),
      );
}

function wrongExpectedVersion(
  expected: ExpectedRevision,
  revision: number,
): streams.AppendResp.WrongExpectedVersion {
  const wrong = new streams.AppendResp.WrongExpectedVersion();
  if (revision < 0) wrong.setCurrentNoStream(new shared.Empty());
  else wrong.setCurrentRevision(String(revision));
  switch (expected) {
    case 'any':
      return wrong.setExpectedAny(new shared.Empty());
    case 'no-stream':
      return wrong.setExpectedNoStream(new shared.Empty());
    case 'stream-exists':
      return wrong.setExpectedStreamExists(new shared.Empty());
    default:
      return wrong.setExpectedRevision(String(expected));
  }
}
