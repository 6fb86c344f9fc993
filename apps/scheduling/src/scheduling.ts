import { SchedulingModule } from '@kompass/scheduling';
import type { ContextService } from '@kompass/service';

export const scheduling: ContextService = {
  name: 'scheduling',
  contexts: [SchedulingModule],
  prefixes: ['schedule-'],
};
