import type { Service } from '@kompass/contracts';

/** Injection token of the `ServiceUrls`. */
export const SERVICE_URLS = Symbol('SERVICE_URLS');

/** Where each service answers, without a slash at the end: `http://scoring:3000`. */
export type ServiceUrls = Readonly<Record<Service, string>>;
