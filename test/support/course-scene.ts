import { routes, type RouteId } from '@kompass/contracts';
import type { Kompass } from '../kompass.js';
import { openAgreedEvaluation, openEvaluation, openProposedEvaluation } from './open-evaluation.js';

const blind = 'roros-2027';
const checked = 'roros-2029';
const deadline = '2999-01-01T00:00:00Z';
const words = { nb: 'Slik er det.' };

/** Evaluations of their own for what moves one along its course, each brought to where a route is allowed. */
export class CourseScene {
  #cancelled = 0;
  #isDraft = false;

  private constructor(private readonly kompass: Kompass) {}

  static async of(kompass: Kompass): Promise<CourseScene> {
    await openProposedEvaluation(kompass, blind, { blind: true });
    await openAgreedEvaluation(kompass, checked, { factCheck: true });
    return new CourseScene(kompass);
  }

  /** The parameters with which a route is allowed now; `undefined` for one that moves nothing along. */
  async paramsOf(id: RouteId): Promise<Readonly<Record<string, string>> | undefined> {
    return this.#places[id]?.();
  }

  readonly #places: { readonly [Id in RouteId]?: () => Promise<Readonly<Record<string, string>>> } = {
    submitArea: () => Promise.resolve({ id: blind, areaId: '5' }),
    revealArea: () => Promise.resolve({ id: blind, areaId: '6' }),
    issueDraft: async () => {
      await this.#draft(false);
      this.#isDraft = true;
      return { id: checked };
    },
    withdrawDraft: async () => {
      await this.#draft(true);
      this.#isDraft = false;
      return { id: checked };
    },
    makeRemark: async () => {
      await this.#draft(true);
      return { id: checked };
    },
    answerRemark: async () => ({ id: checked, remarkId: await this.#remark() }),
    cancelEvaluation: async () => ({ id: await this.#another() }),
  };

  async #draft(wanted: boolean): Promise<void> {
    if (this.#isDraft === wanted) return;
    const lead = await this.kompass.as('lead');
    const params = { id: checked };
    if (wanted) await lead.call(routes.issueDraft, { params, body: { deadline } });
    else await lead.call(routes.withdrawDraft, { params, body: { reason: words } });
    this.#isDraft = wanted;
  }

  async #remark(): Promise<string> {
    await this.#draft(true);
    const municipality = await this.kompass.as('municipality');
    const body = { about: 'agreement/5.6.2', kind: 'remark' as const, text: words };
    return (await municipality.call(routes.makeRemark, { params: { id: checked }, body })).id;
  }

  async #another(): Promise<string> {
    const id = `cancelled-${(this.#cancelled += 1)}`;
    await openEvaluation(this.kompass, id);
    return id;
  }
}
