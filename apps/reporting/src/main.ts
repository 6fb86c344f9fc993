import { runContextService } from '@kompass/service';
import { reporting } from './reporting.js';

await runContextService(reporting);
