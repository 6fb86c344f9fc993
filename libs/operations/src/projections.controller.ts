import { Controller } from '@nestjs/common';
import { routes, type AnswerOf, type InputOf } from '@kompass/contracts';
import { Endpoint, Input } from '@kompass/http';
import { ProjectionAdmin } from '@kompass/read-store';

/** The projections of this process, for administrators and the CLI. */
@Controller()
export class ProjectionsController {
  constructor(private readonly projections: ProjectionAdmin) {}

  @Endpoint(routes.listProjections)
  async list(): Promise<AnswerOf<typeof routes.listProjections>> {
    const reports = await this.projections.list();
    return { items: reports.map(({ rebuilt: _rebuilt, ...shown }) => shown) };
  }

  @Endpoint(routes.rebuildProjection)
  async rebuild(
    @Input() { params: { name } }: InputOf<typeof routes.rebuildProjection>,
  ): Promise<AnswerOf<typeof routes.rebuildProjection>> {
    return { rebuilding: [...(await this.projections.start(name))] };
  }
}
