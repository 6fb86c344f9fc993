import { runContextService } from '@kompass/service';
import { scoring } from './scoring.js';

await runContextService(scoring);
