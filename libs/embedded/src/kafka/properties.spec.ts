import { describe, expect, it } from '@jest/globals';
import { portsIn, serverProperties } from './properties.js';

describe('the configuration of an embedded Kafka', () => {
  const ports = { broker: 20_001, controller: 20_002 };

  it('tells its ports, by which the next start finds them', () => {
    expect(portsIn(serverProperties('/data/kafka', ports))).toEqual(ports);
    expect(portsIn('')).toBeUndefined();
  });

  it('listens on this machine only', () => {
    const addresses = serverProperties('/data/kafka', ports).match(/\d+\.\d+\.\d+\.\d+/g);
    expect(new Set(addresses)).toEqual(new Set(['127.0.0.1']));
  });

  it('makes no topic that nobody has asked for', () => {
    expect(serverProperties('/data/kafka', ports)).toContain('auto.create.topics.enable=false\n');
  });
});
