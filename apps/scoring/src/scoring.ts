import { RegisterModule } from '@kompass/register';
import { ScoringModule } from '@kompass/scoring';
import type { ContextService } from '@kompass/service';

/** With the register, which is small. */
export const scoring: ContextService = {
  name: 'scoring',
  contexts: [RegisterModule, ScoringModule],
  prefixes: ['kompass-', 'municipality-', 'instrument-', 'evaluation-'],
};
