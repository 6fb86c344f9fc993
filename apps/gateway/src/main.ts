import { runService } from '@kompass/service';
import { gatewayModule, gatewayNeeds } from './gateway.js';

await runService({ name: 'gateway', needs: gatewayNeeds, module: gatewayModule });
