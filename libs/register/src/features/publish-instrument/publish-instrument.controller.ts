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
    const digest = digestOf(document);
    const command = { type: 'PublishInstrument', document, crosswalks } as const;
    const published = await this.bus.execute(new PublishInstrumentCommand(digest, command, context));
    return { id: document.id, version: document.version, digest, ...changed(published) };
  }
}
