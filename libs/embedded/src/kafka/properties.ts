import { join } from 'node:path';

/** Where the parts of an embedded Kafka lie in a data folder. */
export function places(dataDir: string) {
  return {
    /** The log directory: topics, and the controller's own log. */
    data: join(dataDir, 'kafka'),
    properties: join(dataDir, 'kafka.properties'),
    log: join(dataDir, 'kafka.log'),
    pid: join(dataDir, 'kafka.pid'),
  };
}

/** TCP ports on 127.0.0.1. */
export interface Ports {
  readonly broker: number;
  readonly controller: number;
}

const settings = {
  'process.roles': 'broker,controller',
  'node.id': 1,
  'controller.listener.names': 'CONTROLLER',
  'listener.security.protocol.map': 'PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT',
  // Who writes a topic makes it, with its settings.
  'auto.create.topics.enable': false,
  'default.replication.factor': 1,
  'offsets.topic.replication.factor': 1,
  'offsets.topic.num.partitions': 4,
  'transaction.state.log.replication.factor': 1,
  'transaction.state.log.min.isr': 1,
  'group.initial.rebalance.delay.ms': 100,
  'group.min.session.timeout.ms': 1_000,
  // How often the cleaner looks for something to compact.
  'log.cleaner.backoff.ms': 1_000,
};

/** The configuration of a broker that is its own controller, reached from this machine only. */
export function serverProperties(data: string, { broker, controller }: Ports): string {
  const all = {
    ...settings,
    'log.dirs': data,
    listeners: `PLAINTEXT://127.0.0.1:${broker},CONTROLLER://127.0.0.1:${controller}`,
    'advertised.listeners': `PLAINTEXT://127.0.0.1:${broker}`,
    'controller.quorum.voters': `1@127.0.0.1:${controller}`,
  };
  return Object.entries(all)
    .map(([name, value]) => `${name}=${value}\n`)
    .join('');
}

/** The ports in a configuration of ours. */
export function portsIn(properties: string): Ports | undefined {
  const [, broker, controller] = /^listeners=PLAINTEXT:.+:(\d+),CONTROLLER:.+:(\d+)$/m.exec(properties) ?? [];
  return broker && controller ? { broker: Number(broker), controller: Number(controller) } : undefined;
}
