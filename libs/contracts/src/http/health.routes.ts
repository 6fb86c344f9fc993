import { z } from 'zod';
import { route } from './route.js';

const tag = 'Operation';

export const healthRoutes = {
  checkHealth: route({
    id: 'checkHealth',
    method: 'GET',
    path: '/healthz',
    summary: 'The process answers.',
    tag,
    answer: z.strictObject({ status: z.literal('ok') }),
  }),
  checkReadiness: route({
    id: 'checkReadiness',
    method: 'GET',
    path: '/readyz',
    summary: 'Every part is ready; 503 names those that are not.',
    tag,
    answer: z.strictObject({
      status: z.literal('ready'),
      parts: z.record(z.string(), z.strictObject({ ready: z.literal(true), detail: z.string().optional() })),
    }),
  }),
  readMetrics: route({
    id: 'readMetrics',
    method: 'GET',
    path: '/metrics',
    summary: 'Metrics for Prometheus.',
    tag,
    answer: z.string(),
    media: 'text/plain',
  }),
  readOpenApi: route({
    id: 'readOpenApi',
    method: 'GET',
    path: '/openapi.json',
    summary: 'This document.',
    tag,
    answer: z.record(z.string(), z.unknown()),
  }),
};
