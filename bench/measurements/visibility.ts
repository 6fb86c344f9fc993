import { routes } from '@kompass/contracts';
import { appender } from '../appender.js';
import type { Measurement } from '../figure.js';
import { Kompass } from '../kompass.js';
import { proposalNumber } from '../scoring.js';
import { awaiting, figuresOf, repeated } from '../seen.js';
import { sideBySide } from '../statistics.js';

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
    return figuresOf({ ours, beside }, { seen: 'seen by a read', beside: 'raw subscription' });
  },
};
