import { Controller } from '@nestjs/common';
import { routes, type AnswerOf, type InputOf } from '@kompass/contracts';
import { PassageVault, type Opened } from '@kompass/event-store';
import { Endpoint, Input } from '@kompass/http';
import { pointsOf, Rejected } from '@kompass/kernel';
import { caughtUp, ReadStore } from '@kompass/read-store';
import { resultProjection, type ResultRow } from './result.projection.js';

@Controller()
export class ResultsController {
  constructor(
    private readonly store: ReadStore,
    private readonly vault: PassageVault,
  ) {}

  @Endpoint(routes.listResults)
  async list(
    @Input() { query }: InputOf<typeof routes.listResults>,
  ): Promise<AnswerOf<typeof routes.listResults>> {
    await caughtUp(this.store, [resultProjection], query.atLeast);
    const rows = await this.store.select(resultProjection, 'true', [], {
      orderBy: 'municipality, evaluated_at, result_id',
    });
    return { items: (await this.vault.open(rows)).map(shown) };
  }

  @Endpoint(routes.readResult)
  async read(
    @Input() { params: { id }, query }: InputOf<typeof routes.readResult>,
  ): Promise<AnswerOf<typeof routes.readResult>> {
    await caughtUp(this.store, [resultProjection], query.atLeast);
    const [row] = await this.store.select(resultProjection, 'result_id = $1', [id]);
    if (!row) throw new Rejected('result-unknown');
    return shown(await this.vault.open(row));
  }
}

/** A result as the interface shows it, in points; its source opened. */
function shown(row: Opened<ResultRow>): AnswerOf<typeof routes.readResult> {
  const { revision, municipality, origin, edition, reopened, total, source } = row;
  return {
    id: row.result_id,
    revision,
    municipality,
    instrument: { id: row.instrument, version: row.version },
    evaluatedAt: row.evaluated_at,
    knownBy: row.known_by,
    origin,
    edition,
    reopened,
    total,
    areas: row.areas.map(({ id, printed }) => ({ id, points: printed })),
    questions: row.questions.map(({ id, points }) => ({ id, points: pointsOf(points) })),
    source,
  };
}
