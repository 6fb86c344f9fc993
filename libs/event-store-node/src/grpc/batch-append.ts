import type { ServerDuplexStream } from '@grpc/grpc-js';
import type { ExpectedRevision } from '../log/event.js';
import type { GroupCommit } from '../log/group-commit.js';
import { AppendDraft } from './append-draft.js';
import { batchAnswer } from './batch-answer.js';
import { callErrorOf, invalid, unavailable } from './call-error.js';
import type { OpenCalls } from './open-calls.js';
import { streams } from './protocol.js';
import { streamNameOf } from './stream-name.js';

type Call = ServerDuplexStream<streams.BatchAppendReq, streams.BatchAppendResp>;

/**
 * One long stream of appends, each answered by its correlation id. An append may come in several messages: the first
 * carries the options, the last is marked as final.
 */
export function batchAppend(call: Call, log: GroupCommit, calls: OpenCalls): void {
  const drafts = new Map<string, AppendDraft>();
  const unanswered = new Set<Promise<void>>();
  let stopping = false;
  const over = calls.add(async () => {
    stopping = true;
    call.pause();
    await Promise.all(unanswered);
    fail(unavailable('the node is shutting down'));
  });

  function fail(error: unknown): void {
    over();
    call.emit('error', callErrorOf(error));
  }

  function receive(request: streams.BatchAppendReq): void {
    const key = Buffer.from(request.getCorrelationId()?.serializeBinary() ?? []).toString('hex');
    const draft = drafts.get(key) ?? draftOf(request.getOptions());
    if (!draft) return; // what is left of an append that was refused
    drafts.set(key, draft);
    request.getProposedMessagesList().forEach((message) => draft.add(message));
    if (!request.getIsFinal() && !draft.refusal) return;
    drafts.delete(key);
    const answered = answer(draft, request).finally(() => unanswered.delete(answered));
    unanswered.add(answered);
  }

  async function answer(draft: AppendDraft, request: streams.BatchAppendReq): Promise<void> {
    try {
      const result = draft.refusal ?? (await log.append(draft.append));
      call.write(batchAnswer(draft, request.getCorrelationId(), result));
    } catch (error) {
      fail(error);
    }
  }

  call.on('data', (request: streams.BatchAppendReq) => {
    try {
      receive(request);
    } catch (error) {
      fail(error);
    }
    if (log.full) {
      call.pause();
      void log.room().then(() => stopping || call.resume());
    }
  });
  call.on('end', () => {
    void Promise.all(unanswered).then(() => call.end());
  });
  call.on('close', over);
}

function draftOf(options: streams.BatchAppendReq.Options | undefined): AppendDraft | undefined {
  if (!options) return undefined;
  const stream = streamNameOf(options.getStreamIdentifier());
  return new AppendDraft(stream, expectedRevision(options), options.getDeadline()?.toDate());
}

function expectedRevision(options: streams.BatchAppendReq.Options): ExpectedRevision {
  const { ExpectedStreamPositionCase: expected } = streams.BatchAppendReq.Options;
  switch (options.getExpectedStreamPositionCase()) {
    case expected.STREAM_POSITION:
      return Number(options.getStreamPosition());
    case expected.NO_STREAM:
      return 'no-stream';
    case expected.ANY:
      return 'any';
    case expected.STREAM_EXISTS:
      return 'stream-exists';
    case expected.EXPECTED_STREAM_POSITION_NOT_SET:
      throw invalid('an append needs an expected revision');
  }
}
