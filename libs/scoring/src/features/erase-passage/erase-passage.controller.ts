import { Controller } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { routes, type AnswerOf, type InputOf } from '@kompass/contracts';
import type { CommandContext } from '@kompass/event-store';
import { changed, Command, Endpoint, Input } from '@kompass/http';
import { ErasePassageCommand } from './erase-passage.command.js';

@Controller()
export class ErasePassageController {
  constructor(private readonly bus: CommandBus) {}

  @Endpoint(routes.erasePassage)
  async erase(
    @Input() { params: { id }, body: { revision } }: InputOf<typeof routes.erasePassage>,
    @Command() context: CommandContext,
  ): Promise<AnswerOf<typeof routes.erasePassage>> {
    return changed(await this.bus.execute(new ErasePassageCommand(id, revision, context)));
  }
}
