import { Controller } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { routes, type AnswerOf, type InputOf } from '@kompass/contracts';
import type { CommandContext } from '@kompass/event-store';
import { changed, Command, Endpoint, Input } from '@kompass/http';
import { digestOf, parseCrosswalk, parseInstrument } from '@kompass/instrument';
import { PublishInstrumentCommand } from './publish-instrument.command.js';

@Controller()
export class PublishInstrumentController {
  constructor(private readonly bus: CommandBus) {}

  @Endpoint(routes.publishInstrument)
  async publish(
    @Input() { body }: InputOf<typeof routes.publishInstrument>,
    @Command() context: CommandContext,
  ): Promise<AnswerOf<typeof routes.publishInstrument>> {
    const document = parseInstrument(body.instrument);
    const crosswalks = body.crosswalks.map(parseCrosswalk);
    const published = await this.bus.execute(new PublishInstrumentCommand(document, crosswalks, context));
    const { id, version } = document;
    return { id, version, digest: digestOf(document), ...changed(published) };
  }
}
