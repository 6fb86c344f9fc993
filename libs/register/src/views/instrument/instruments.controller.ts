import { Controller } from '@nestjs/common';
import { routes, type AnswerOf, type InputOf } from '@kompass/contracts';
import { Endpoint, Input } from '@kompass/http';
import { Rejected } from '@kompass/kernel';
import { caughtUp, ReadStore } from '@kompass/read-store';
import { instrumentProjection } from './instrument.projection.js';

@Controller()
export class InstrumentsController {
  constructor(private readonly store: ReadStore) {}

  @Endpoint(routes.listInstruments)
  async list(
    @Input() { query }: InputOf<typeof routes.listInstruments>,
  ): Promise<AnswerOf<typeof routes.listInstruments>> {
    await caughtUp(this.store, [instrumentProjection], query.atLeast);
    const rows = await this.store.select(instrumentProjection, 'true', [], {
      orderBy: 'instrument_id, version',
    });
    return {
      items: rows.map(({ instrument_id: id, version, digest, revision }) => ({
        id,
        version,
        digest,
        revision,
      })),
    };
  }

  @Endpoint(routes.readInstrument)
  async read(
    @Input() { params: { id, version }, query }: InputOf<typeof routes.readInstrument>,
  ): Promise<AnswerOf<typeof routes.readInstrument>> {
    await caughtUp(this.store, [instrumentProjection], query.atLeast);
    const [row] = await this.store.select(instrumentProjection, 'instrument_id = $1 AND version = $2', [
      id,
      version,
    ]);
    if (!row) throw new Rejected('instrument-unknown');
    const { digest, revision, document, crosswalks } = row;
    return { id, version, digest, revision, instrument: document, crosswalks: [...crosswalks] };
  }
}
