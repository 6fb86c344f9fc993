import { Controller } from '@nestjs/common';
import { routes, type AnswerOf, type InputOf } from '@kompass/contracts';
import { parsePosition } from '@kompass/event-store';
import { Endpoint, Input } from '@kompass/http';
import { Messaging } from '@kompass/messaging';

/** What this process publishes of the logs of its contexts, for administrators and the CLI. */
@Controller()
export class RelaysController {
  constructor(private readonly messaging: Messaging) {}

  @Endpoint(routes.listRelays)
  list(): AnswerOf<typeof routes.listRelays> {
    const items = this.messaging.relays().map(({ context, active, position, behindSince }) => ({
      context,
      active,
      position: position ?? null,
      behindSince: behindSince ?? null,
    }));
    return { items };
  }

  @Endpoint(routes.rewindRelay)
  async rewind(
    @Input() { params: { context }, body }: InputOf<typeof routes.rewindRelay>,
  ): Promise<AnswerOf<typeof routes.rewindRelay>> {
    const position = body.to === undefined || body.to === 'start' ? null : body.to;
    await this.messaging.rewind(context, position === null ? undefined : parsePosition(position));
    return { context, position };
  }
}
