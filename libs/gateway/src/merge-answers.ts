import { check, parkedPage, routes, type AnswerOf, type Route } from '@kompass/contracts';

type Merge<R extends Route> = (answers: readonly AnswerOf<R>[], query: unknown) => AnswerOf<R>;

/** How the answers of all services become one, by route. */
const merges: { readonly [id: string]: Merge<Route> | undefined } = {
  listProjections: itemsOfAll,
  listRelays: itemsOfAll,
  listParked: merge(routes.listParked, (answers, query) => {
    const read = check(routes.listParked.query, query);
    return parkedPage(
      answers.map(({ items }) => items),
      read.ok ? read.value.limit : Infinity,
    );
  }),
  rebuildProjection: merge(routes.rebuildProjection, (answers) => ({
    rebuilding: answers.flatMap(({ rebuilding }) => rebuilding),
  })),
};

/** One answer of those of all services. */
export function mergeAnswers(route: Route, answers: readonly unknown[], query: unknown): unknown {
  const merge = merges[route.id];
  if (!merge) throw new Error(`nobody knows how to put together what every service answers to ${route.id}`);
  return merge(answers, query);
}

function itemsOfAll(answers: readonly unknown[]): unknown {
  return { items: answers.flatMap((answer) => (answer as { items: readonly unknown[] }).items) };
}

function merge<R extends Route>(_route: R, how: Merge<R>): Merge<Route> {
  return how;
}
