export * from './gateway.module.js';
export type { ServiceUrls } from './service-urls.js';
