import type { RouteId } from './access.js';
import { accountRoutes } from './accounts.routes.js';
import { adminRoutes } from './admin.routes.js';
import { disagreementRoutes } from './evaluations/disagreements.routes.js';
import { evaluationRoutes } from './evaluations/evaluations.routes.js';
import { evidenceRoutes } from './evaluations/evidence.routes.js';
import { factCheckRoutes } from './evaluations/fact-check.routes.js';
import { historyRoutes } from './evaluations/history.routes.js';
import { roundRoutes } from './evaluations/rounds.routes.js';
import { scoreRoutes } from './evaluations/scores.routes.js';
import { healthRoutes } from './health.routes.js';
import { instrumentRoutes } from './instruments.routes.js';
import { longitudinalRoutes } from './longitudinal.routes.js';
import { municipalityRoutes } from './municipalities.routes.js';
import { parkedRoutes } from './parked.routes.js';
import { relayRoutes } from './relays.routes.js';
import { resultRoutes } from './results.routes.js';
import type { Route } from './route.js';
import { calendarRoutes } from './scheduling/calendar.routes.js';
import { interviewRoutes } from './scheduling/interviews.routes.js';
import { planRoutes } from './scheduling/plan.routes.js';
import { sessionRoutes } from './sessions.routes.js';
import { tokenKeyRoutes } from './token-keys.routes.js';

/** Every route of the public HTTP interface. */
export const routes = {
  ...sessionRoutes,
  ...accountRoutes,
  ...instrumentRoutes,
  ...municipalityRoutes,
  ...longitudinalRoutes,
  ...resultRoutes,
  ...evaluationRoutes,
  ...roundRoutes,
  ...disagreementRoutes,
  ...factCheckRoutes,
  ...scoreRoutes,
  ...evidenceRoutes,
  ...historyRoutes,
  ...planRoutes,
  ...interviewRoutes,
  ...calendarRoutes,
  ...adminRoutes,
  ...parkedRoutes,
  ...relayRoutes,
  ...tokenKeyRoutes,
  ...healthRoutes,
} satisfies { readonly [Id in RouteId]: Route<Id> };
