import { routes } from '@kompass/contracts';
import { appender } from '../appender.js';
import type { Figure, Measurement } from '../figure.js';
import { Kompass } from '../kompass.js';
import { proposalNumber } from '../scoring.js';
import { quantile, sideBySide } from '../statistics.js';

interface Seen {
  /** Since the command or append was answered, in milliseconds. */
  readonly sinceAnswer: number;
  /** Since it was sent. */
  readonly sinceSent: number;
}

/** From a command to a read that shows it (`atLeast`), beside an append and its arrival at a bare subscription. */
export const visibility: Measurement = {
  name: 'visibility',
  async run(workbench) {
    const kompass = await Kompass.start(workbench);
    const { engine, lead } = kompass;
    const id = 'seen';
    await kompass.open(id);
    let sent = 0;
    await kompass.propose(id, sent++);
    const append = await appender(engine, id);
    const follower = await engine.follower('bare-');
    workbench.keep(follower);

    const command = async () => {
      const { indicator } = proposalNumber(sent);
      return awaiting(
        () => kompass.propose(id, sent++),
        async ({ position, revision }) => {
          const request = { params: { id, indicatorId: indicator }, query: { atLeast: position } };
          const { slots } = await lead.call(routes.readIndicator, request);
          if (!slots.some((slot) => slot.revision === revision))
            throw new Error('the view shows an older state');
        },
      );
    };
    const count = workbench.size({ quick: 20, full: 200 });
    const { ours, beside } = await sideBySide(
      workbench.size({ quick: 2, full: 10 }),
      () => repeated(count, command),
      () => repeated(count, () => awaiting(append, (position) => follower.arrival(position))),
    );
    const figure = (name: string, q: number, of: keyof Seen): Figure => ({
      name: `${name} (p${q * 100})`,
      unit: 'ms',
      ours: quantile(
        ours.flat().map((seen) => seen[of]),
        q,
      ),
      beside: {
        what: 'raw subscription',
        value: quantile(
          beside.flat().map((seen) => seen[of]),
          q,
        ),
      },
    });
    return [
      figure('command sent → seen by a read', 0.5, 'sinceSent'),
      figure('command sent → seen by a read', 0.99, 'sinceSent'),
      figure('command answered → seen by a read', 0.5, 'sinceAnswer'),
      figure('command answered → seen by a read', 0.99, 'sinceAnswer'),
    ];
  },
};

async function awaiting<Answer>(
  send: () => Promise<Answer>,
  see: (answer: Answer) => Promise<void>,
): Promise<Seen> {
  const sent = performance.now();
  const answer = await send();
  const answered = performance.now();
  await see(answer);
  const seen = performance.now();
  return { sinceAnswer: seen - answered, sinceSent: seen - sent };
}

async function repeated<Result>(count: number, work: () => Promise<Result>): Promise<Result[]> {
  const results: Result[] = [];
  for (let index = 0; index < count; index += 1) results.push(await work());
  return results;
}
