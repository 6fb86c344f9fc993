import { status } from '@grpc/grpc-js';
import { describe, expect, it } from '@jest/globals';
import { shared, streams } from './protocol.js';
import { readRequest } from './read-request.js';
import { streamIdentifier } from './stream-name.js';

const { Options } = streams.ReadReq;

/** A read of `$all` forwards from its start, changed by `change`. */
function request(change: (options: streams.ReadReq.Options) => void): streams.ReadReq {
  const options = new Options()
    .setAll(new Options.AllOptions().setStart(new shared.Empty()))
    .setNoFilter(new shared.Empty())
    .setUuidOption(new Options.UUIDOption().setString(new shared.Empty()));
  change(options);
  return new streams.ReadReq().setOptions(options);
}

function filter(change: (filter: streams.ReadReq.Options.FilterOptions) => void): streams.ReadReq {
  const filtered = new Options.FilterOptions()
    .setCheckpointintervalmultiplier(3)
    .setCount(new shared.Empty());
  change(filtered);
  return request((options) => options.setSubscription(new Options.SubscriptionOptions()).setFilter(filtered));
}

const expression = (prefixes: string[], regex = '') =>
  new Options.FilterOptions.Expression().setPrefixList(prefixes).setRegex(regex);

describe('a read request', () => {
  it('names a stream, where to begin and how many events', () => {
    const stream = new Options.StreamOptions().setStreamIdentifier(streamIdentifier('ø')).setRevision('7');
    const read = readRequest(
      request((options) =>
        options.setStream(stream).setCount('5').setReadDirection(Options.ReadDirection.BACKWARDS),
      ),
    );
    expect(read).toEqual({ kind: 'read', stream: 'ø', from: 7, uuids: 'text', backwards: true, count: 5 });
  });

  it('takes a number beyond 53 bits for one beyond the end', () => {
    const position = new Options.Position().setCommitPosition('18446744073709551615').setPreparePosition('0');
    const all = new Options.AllOptions().setPosition(position);
    const read = readRequest(request((options) => options.setAll(all).setCount('18446744073709551615')));
    expect(read).toMatchObject({ from: Number.MAX_SAFE_INTEGER, count: Number.MAX_SAFE_INTEGER });
  });

  it('gives checkpoints every multiple of the window', () => {
    const byDefault = filter((options) => options.setStreamIdentifier(expression(['a', 'b'])));
    expect(readRequest(byDefault)).toMatchObject({
      kind: 'subscription',
      filter: { on: 'stream', prefixes: ['a', 'b'] },
      checkpointInterval: 96,
    });
    const given = filter((options) => options.setEventType(expression(['T'])).setMax(10));
    expect(readRequest(given)).toMatchObject({ filter: { on: 'type' }, checkpointInterval: 30 });
  });

  it.each<[string, streams.ReadReq, status]>([
    ['regular expressions', filter((o) => o.setEventType(expression([], '^x'))), status.UNIMPLEMENTED],
    [
      'filtered reads',
      request((o) => o.setCount('1').setFilter(new Options.FilterOptions())),
      status.UNIMPLEMENTED,
    ],
    ['no options', new streams.ReadReq(), status.INVALID_ARGUMENT],
    ['no count', request(() => undefined), status.INVALID_ARGUMENT],
    ['no stream', request((o) => (o.clearAll(), o.setCount('1'))), status.INVALID_ARGUMENT],
    ['no prefixes', filter((o) => o.setEventType(expression([]))), status.INVALID_ARGUMENT],
    [
      'a subscription backwards',
      request((o) => o.setSubscription(new Options.SubscriptionOptions()).setReadDirection(1)),
      status.INVALID_ARGUMENT,
    ],
  ])('refuses %s', (_, refused, code) => {
    expect(() => readRequest(refused)).toThrow(expect.objectContaining({ code }));
  });
});
