import { runContextService } from '@kompass/service';
import { scheduling } from './scheduling.js';

await runContextService(scheduling);
