import { Readable } from 'node:stream';
import { Controller, Inject, StreamableFile } from '@nestjs/common';
import { routes, type InputOf } from '@kompass/contracts';
import { LOG_ID, SIGNING_KEYS, streamName, writeProof, type SigningKeys } from '@kompass/event-store';
import { Endpoint, HTTP_OPTIONS, Input, Who, type HttpOptions, type Reader } from '@kompass/http';
import { Rejected } from '@kompass/kernel';
import { evaluationCatalog } from '../../domain/evaluation.events.js';
import { Evaluations } from '../../evaluations.adapter.js';
import { EvaluationAccess } from '../access/evaluation-access.adapter.js';
import { shownLength, withheldFrom } from './proof.query.js';

/** The history of an evaluation as a file that verifies offline: read from the log itself. */
@Controller()
export class ProofController {
  constructor(
    private readonly evaluations: Evaluations,
    private readonly access: EvaluationAccess,
    @Inject(LOG_ID) private readonly log: string,
    @Inject(SIGNING_KEYS) private readonly keys: SigningKeys,
    @Inject(HTTP_OPTIONS) private readonly options: HttpOptions,
  ) {}

  @Endpoint(routes.proveEvaluation)
  async prove(
    @Input() { params: { id } }: InputOf<typeof routes.proveEvaluation>,
    @Who() reader: Reader,
  ): Promise<StreamableFile> {
    const seen = await this.access.demand(reader, id, 'published');
    const limit = await shownLength(this.evaluations.history(id), seen);
    if (limit === 0) throw new Rejected('evaluation-unknown');
    const lines = writeProof(this.evaluations.history(id, { limit }), {
      log: this.log,
      stream: streamName(evaluationCatalog.category, id),
      at: this.options.now().toISOString(),
      keys: this.keys,
      withhold: withheldFrom(seen),
    });
    return new StreamableFile(Readable.from(lines), {
      type: routes.proveEvaluation.media!,
      disposition: `attachment; filename="${id}.proof"`,
    });
  }
}
