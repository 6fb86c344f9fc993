import { serviceOf, serviceOfContext, services, type Route, type Service } from '@kompass/contracts';
import { unreachable } from '@kompass/kernel';

/**
 * The services that a request to a route is for; the gateway's own routes are for none. What names no context that is
 * known is for any of them to refuse.
 */
export function answerersOf(
  { id, path }: Pick<Route, 'id' | 'path'>,
  params: Readonly<Record<string, string>>,
  query: Readonly<Record<string, unknown>>,
): readonly Service[] {
  const answerer = serviceOf[id];
  switch (answerer) {
    case 'gateway':
      return [];
    case 'each': {
      const { context } = query;
      const named = typeof context === 'string' ? serviceOfContext[context] : undefined;
      return named ? [named] : services;
    }
    case 'named': {
      const [, parameter = ''] = /\{(\w+)\}/.exec(path) ?? [];
      const name = params[parameter] ?? '';
      if (name === 'all') return services;
      return [serviceOfContext[name.split('.')[0] ?? ''] ?? services[0]];
    }
    case 'scheduling':
    case 'scoring':
    case 'reporting':
      return [answerer];
    default:
      return unreachable(answerer);
  }
}
