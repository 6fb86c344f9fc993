import type { Topic } from './message-catalog.js';

/** Who receives what: consumer group → topics; in Kafka the group is called `kompass.<group>`. */
export const receivers: Readonly<Record<string, readonly Topic[]>> = {
  'scheduling.reference': ['kompass.register.v1', 'kompass.people.v1'],
  'scheduling.follow-evaluation': ['kompass.scoring.v1'],
  'scheduling.forget-calendar-feeds': ['kompass.people.v1'],
  'scoring.reference': ['kompass.register.v1', 'kompass.people.v1'],
  'scoring.note-interview': ['kompass.scheduling.v1'],
  'reporting.reference': ['kompass.register.v1'],
  'reporting.record-finalised-evaluation': ['kompass.scoring.v1'],
};
