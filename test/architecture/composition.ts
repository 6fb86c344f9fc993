import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { repository } from './small-repository.js';

/** A service of a compose file, as far as we look. */
export interface ComposeService {
  readonly image?: string;
  readonly build?: unknown;
  readonly command?: readonly string[];
  readonly user?: string;
  readonly read_only?: boolean;
  readonly tmpfs?: readonly string[];
  readonly cap_drop?: readonly string[];
  readonly cap_add?: readonly string[];
  readonly security_opt?: readonly string[];
  readonly container_name?: string;
  readonly environment?: Readonly<Record<string, string>>;
  readonly ports?: readonly string[];
  readonly volumes?: readonly string[];
  readonly networks?: readonly string[];
  readonly secrets?: readonly string[];
  readonly healthcheck?: { readonly test: readonly string[]; readonly retries?: number };
  readonly stop_grace_period?: string;
}

export interface Composition {
  readonly name: string;
  readonly services: Readonly<Record<string, ComposeService>>;
  readonly volumes?: Readonly<Record<string, unknown>>;
  readonly networks?: Readonly<Record<string, unknown>>;
  readonly secrets?: Readonly<Record<string, unknown>>;
}

export function readText(path: string): string {
  return readFileSync(join(repository, path), 'utf8');
}

export function compositionIn(text: string): Composition {
  return parse(text, { merge: true }) as Composition;
}

interface Rule {
  readonly name: string;
  /** Ours are those that we build. */
  readonly of: 'every' | 'ours';
  readonly holds: (service: ComposeService, name: string, composition: Composition) => boolean;
}

/** Settings that hold a secret, or may: an address with a password. */
const secretName = /(PASSWORD|SECRET|TOKEN|_URL)$/;
const mentioned = (environment: ComposeService['environment'] = {}) =>
  Object.values(environment).flatMap((value) => /^\/run\/secrets\/(.+)$/.exec(value)?.[1] ?? []);

/** Engines whose images write beside their volumes, and those that begin as root to give their folder away. */
const writing = ['eventstore', 'kafka'];
const beginningAsRoot = ['postgres'];

const rules: readonly Rule[] = [
  {
    name: 'an image of one version',
    of: 'every',
    holds: ({ image = '' }) => /^[a-z/]+:\d+\.\d+(\.\d+)?(-[a-z-]+)?$/.test(image),
  },
  {
    name: 'a health check that asks the container itself',
    of: 'every',
    holds: ({ healthcheck }) => healthcheck?.test[0] === 'CMD' && (healthcheck.retries ?? 0) > 0,
  },
  {
    name: 'time to stop in order',
    of: 'every',
    holds: ({ stop_grace_period: period = '' }) => /^\d+s$/.test(period),
  },
  {
    name: 'as many containers as wanted',
    of: 'every',
    holds: ({ container_name: name, ports = [] }, service) =>
      name === undefined && (ports.length === 0 || !['scheduling', 'scoring', 'reporting'].includes(service)),
  },
  {
    name: 'ports of this machine only',
    of: 'every',
    holds: ({ ports = [] }) => ports.every((port) => /^127\.0\.0\.1:\d+:\d+$/.test(port)),
  },
  {
    name: 'volumes, networks and secrets that there are',
    of: 'every',
    holds: ({ volumes = [], networks = [], secrets = [] }, _, composition) =>
      volumes.every((volume) => Object.hasOwn(composition.volumes ?? {}, volume.split(':')[0]!)) &&
      networks.every((network) => Object.hasOwn(composition.networks ?? {}, network)) &&
      secrets.every((secret) => Object.hasOwn(composition.secrets ?? {}, secret)),
  },
  {
    name: 'the secrets that its settings name',
    of: 'every',
    holds: ({ environment, secrets = [] }) => mentioned(environment).every((name) => secrets.includes(name)),
  },
  { name: 'a user who is not root', of: 'ours', holds: ({ user = '' }) => /\b[1-9]\d*:[1-9]/.test(user) },
  {
    name: 'a file system that is not written to',
    of: 'every',
    holds: ({ read_only: readOnly, tmpfs }, service) =>
      writing.includes(service) || (readOnly === true && tmpfs?.includes('/tmp') === true),
  },
  {
    name: 'no rights of the kernel',
    of: 'every',
    holds: ({ cap_drop: dropped, cap_add: added = [], security_opt: options }, service) =>
      dropped?.includes('ALL') === true &&
      (added.length === 0 || beginningAsRoot.includes(service)) &&
      options?.includes('no-new-privileges:true') === true,
  },
];

/** Where a composition is not as we want ours, a line each: the service, and what it lacks. */
export function compositionFaults(composition: Composition): readonly string[] {
  return Object.entries(composition.services).flatMap(([name, service]) =>
    rules
      .filter(({ of }) => of === 'every' || service.build !== undefined)
      .filter(({ holds }) => !holds(service, name, composition))
      .map((rule) => `${name} lacks ${rule.name}`),
  );
}

/** Settings that hold a password in the clear. */
export function openSecrets({ services }: Composition): readonly string[] {
  return Object.entries(services).flatMap(([name, { environment = {} }]) =>
    Object.entries(environment)
      .filter(([variable, value]) => secretName.test(variable) && !/^(https?|esdb):\/\/[^@]+$/.test(value))
      .map(([variable]) => `${name}: ${variable}`),
  );
}
