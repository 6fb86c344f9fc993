import { InProcessBus } from './in-process-bus.adapter.js';
import { messageBusContract } from './message-bus.contract.js';

messageBusContract('the bus of one process', () =>
  Promise.resolve({ bus: new InProcessBus(), start: () => undefined }),
);
