import { Controller } from '@nestjs/common';
import { routes, type AnswerOf } from '@kompass/contracts';
import { Endpoint } from '@kompass/http';
import { SigningKeys } from './signing-keys.js';

@Controller()
export class SigningKeysController {
  constructor(private readonly keys: SigningKeys) {}

  @Endpoint(routes.readTokenKeys)
  async read(): Promise<AnswerOf<typeof routes.readTokenKeys>> {
    return { keys: await this.keys.published() };
  }

  @Endpoint(routes.rotateTokenKeys)
  async rotate(): Promise<AnswerOf<typeof routes.rotateTokenKeys>> {
    const keys = await this.keys.rotate();
    return { items: keys.map(({ kid, signsFrom }) => ({ kid, signsFrom: signsFrom.toISOString() })) };
  }
}
