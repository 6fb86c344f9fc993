import { Controller } from '@nestjs/common';
import { routes, type AnswerOf, type InputOf } from '@kompass/contracts';
import { Endpoint, Input } from '@kompass/http';
import { lastHolder } from '@kompass/instrument';
import { Rejected } from '@kompass/kernel';
import { caughtUp, ReadStore } from '@kompass/read-store';
import { municipalityProjection, type MunicipalityRow } from './municipality.projection.js';

@Controller()
export class MunicipalitiesController {
  constructor(private readonly store: ReadStore) {}

  @Endpoint(routes.listMunicipalities)
  async list(
    @Input() { query }: InputOf<typeof routes.listMunicipalities>,
  ): Promise<AnswerOf<typeof routes.listMunicipalities>> {
    await caughtUp(this.store, [municipalityProjection], query.atLeast);
    const rows = await this.store.select(municipalityProjection, 'true', [], { orderBy: 'municipality_id' });
    return { items: rows.map(shown) };
  }

  @Endpoint(routes.readMunicipality)
  async read(
    @Input() { params: { number }, query }: InputOf<typeof routes.readMunicipality>,
  ): Promise<AnswerOf<typeof routes.readMunicipality>> {
    await caughtUp(this.store, [municipalityProjection], query.atLeast);
    const holders = await this.store.select(municipalityProjection, 'numbers @> $1::jsonb', [
      JSON.stringify([{ number }]),
    ]);
    const holder = lastHolder(holders, number);
    if (!holder) throw new Rejected('municipality-unknown', { field: 'number', value: number });
    return shown(holder);
  }
}

function shown({ municipality_id: id, numbers, groups, successors, ...rest }: MunicipalityRow) {
  return { id, ...rest, numbers: [...numbers], groups: [...groups], successors: [...successors] };
}
