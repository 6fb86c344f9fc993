import { ReportingModule } from '@kompass/reporting';
import type { ContextService } from '@kompass/service';

export const reporting: ContextService = {
  name: 'reporting',
  contexts: [ReportingModule],
  prefixes: ['result-'],
};
