import { Controller } from '@nestjs/common';
import { routes, type AnswerOf, type InputOf } from '@kompass/contracts';
import { Endpoint, Input } from '@kompass/http';
import { ProjectionAdmin, type ProjectionReport, type RowSample } from '@kompass/read-store';

/** The projections of this process, for administrators and the CLI. */
@Controller()
export class ProjectionsController {
  constructor(private readonly projections: ProjectionAdmin) {}

  @Endpoint(routes.listProjections)
  async list(): Promise<AnswerOf<typeof routes.listProjections>> {
    const reports = await this.projections.list();
    return {
      items: reports.map(({ rebuilt, ...shown }) => ({
        ...shown,
        difference: differenceOf(rebuilt),
        failure: rebuilt && !rebuilt.rebuilt ? rebuilt.halt.message : null,
      })),
    };
  }

  @Endpoint(routes.rebuildProjection)
  async rebuild(
    @Input() { params: { name } }: InputOf<typeof routes.rebuildProjection>,
  ): Promise<AnswerOf<typeof routes.rebuildProjection>> {
    return { rebuilding: [...(await this.projections.start(name))] };
  }
}

type Shown = AnswerOf<typeof routes.listProjections>['items'][number]['difference'];

function differenceOf(rebuilt: ProjectionReport['rebuilt']): Shown {
  if (!rebuilt?.rebuilt) return null;
  const { gone, new: added, changed } = rebuilt.difference;
  const sample = ({ count, keys }: RowSample) => ({ count, keys: [...keys] });
  return { gone: sample(gone), new: sample(added), changed: sample(changed) };
}
