import { Controller } from '@nestjs/common';
import { parkedPage, routes, type AnswerOf, type InputOf, type Parked } from '@kompass/contracts';
import { Endpoint, Input, Who, type Reader } from '@kompass/http';
import { Consumers, type ParkedMessage, type ParkedOf, type WholeParkedMessage } from '@kompass/messaging';

/** What a topic tells of people is personal data: not for everybody who operates the program. */
const personal = 'kompass.people.v1';

/** What the consumers of this process could not handle, for administrators and the CLI. */
@Controller()
export class ParkedController {
  constructor(private readonly consumers: Consumers) {}

  @Endpoint(routes.listParked)
  async list(
    @Input() { query }: InputOf<typeof routes.listParked>,
  ): Promise<AnswerOf<typeof routes.listParked>> {
    const items = await this.consumers.list(query);
    return parkedPage([items.map(shown)], query.limit);
  }

  @Endpoint(routes.readParked)
  async read(
    @Input() { params: { id } }: InputOf<typeof routes.readParked>,
  ): Promise<AnswerOf<typeof routes.readParked>> {
    const found = await this.consumers.find(id);
    const withheld = found.topic === personal;
    const message = withheld || found.bytes === null ? null : contentOf(found.bytes);
    return { ...shown(found), message, withheld, skipped: found.skipped };
  }

  @Endpoint(routes.retryParked)
  retry(
    @Input() { params: { id } }: InputOf<typeof routes.retryParked>,
    @Who() who: Reader,
  ): Promise<AnswerOf<typeof routes.retryParked>> {
    return this.consumers.retry(id, nameOf(who));
  }

  @Endpoint(routes.skipParked)
  skip(
    @Input() { params: { id }, body: { reason } }: InputOf<typeof routes.skipParked>,
    @Who() who: Reader,
  ): Promise<AnswerOf<typeof routes.skipParked>> {
    return this.consumers.skip(id, nameOf(who), reason);
  }
}

function shown(message: ParkedOf<ParkedMessage | WholeParkedMessage>): Parked {
  const { id, context, group, topic, key, type, messageId, attempts, problem, parkedAt, waiting } = message;
  return { id, context, group, topic, key, type, messageId, attempts, problem, parkedAt, waiting };
}

type Content = AnswerOf<typeof routes.readParked>['message'];

function contentOf(bytes: Uint8Array): Content {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)) as Content;
  } catch {
    return Buffer.from(bytes).toString('base64');
  }
}

function nameOf(who: Reader): string {
  return who === 'anybody' ? who : who.accountId;
}
