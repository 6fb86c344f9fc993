import { Controller } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { routes, type AnswerOf, type InputOf } from '@kompass/contracts';
import type { CommandContext } from '@kompass/event-store';
import { changed, Command, Endpoint, Input, Who, type Reader } from '@kompass/http';
import { plainText, Rejected } from '@kompass/kernel';
import { MakeRemarkCommand } from './make-remark.command.js';

@Controller()
export class MakeRemarkController {
  constructor(private readonly bus: CommandBus) {}

  @Endpoint(routes.makeRemark)
  async remark(
    @Input() { params: { id }, body }: InputOf<typeof routes.makeRemark>,
    @Command() context: CommandContext,
    @Who() reader: Reader,
  ): Promise<AnswerOf<typeof routes.makeRemark>> {
    const { text, ...entered } = body;
    const command = {
      type: 'MakeRemark',
      municipality: municipalityOf(reader),
      at: context.at,
      remarkId: context.commandId,
      ...entered,
      ...(text ? { text: plainText(text) } : {}),
    } as const;
    return {
      id: context.commandId,
      ...changed(await this.bus.execute(new MakeRemarkCommand(id, command, context))),
    };
  }
}

/** @throws Rejected `evaluation-unknown` for an account that is bound to none */
function municipalityOf(reader: Reader): string {
  if (reader === 'anybody' || reader.municipality === undefined) throw new Rejected('evaluation-unknown');
  return reader.municipality;
}
