import type { Topic } from './message-catalog.js';

/** Who receives what: consumer group → topics; in Kafka the group is called `kompass.<group>`. */
export const receivers: Readonly<Record<string, readonly Topic[]>> = {
  'scoring.reference': ['kompass.register.v1', 'kompass.people.v1'],
  'reporting.reference': ['kompass.register.v1'],
  'reporting.record-finalised-evaluation': ['kompass.scoring.v1'],
};
