import { Controller } from '@nestjs/common';
import { routes, type AnswerOf, type InputOf } from '@kompass/contracts';
import { Endpoint, Input } from '@kompass/http';
import { bridgeBetween } from '@kompass/instrument';
import { Rejected } from '@kompass/kernel';
import { caughtUp, ReadStore } from '@kompass/read-store';
import { compare } from '../../domain/comparison.js';
import { pairOf } from '../../domain/series.js';
import { InstrumentLibrary, MunicipalityDirectory } from '@kompass/reference';
import { longitudinalProjection } from './longitudinal.projection.js';

@Controller()
export class LongitudinalController {
  constructor(
    private readonly store: ReadStore,
    private readonly municipalities: MunicipalityDirectory,
    private readonly instruments: InstrumentLibrary,
  ) {}

  @Endpoint(routes.compareYears)
  async compare(
    @Input() { params: { number }, query }: InputOf<typeof routes.compareYears>,
  ): Promise<AnswerOf<typeof routes.compareYears>> {
    await caughtUp(this.store, [longitudinalProjection], query.atLeast);
    const municipality = await this.municipalities.idOf(number);
    if (municipality === undefined)
      throw new Rejected('municipality-unknown', { field: 'number', value: number });
    const [row] = await this.store.select(longitudinalProjection, 'municipality = $1', [municipality]);
    const { from, to } = pairOf(row?.series ?? [], query);
    const published = await this.instruments.find(to.instrument);
    const bridge = bridgeBetween(from.instrument, to.instrument, published?.crosswalks ?? []);
    return { municipality, ...compare(from, to, bridge) };
  }
}
