import { expect, test } from 'vitest';
import { VERSION } from '../version.ts';
import { type HealthSource, healthOf, livenessOf, readinessOf } from './health.ts';

const FACTS = { peers: 3, rooms: 1, uptimeSeconds: 60 };
const sourceOf = (isDraining: boolean, ...troubles: string[]): HealthSource => ({
  isDraining: () => isDraining,
  troubles: () => troubles,
});

test.each([
  ['healthy', sourceOf(false), 200, 200],
  ['degraded', sourceOf(false, 'bus'), 200, 200],
  ['draining', sourceOf(true), 503, 503],
  ['draining', sourceOf(true, 'bus'), 503, 503],
])('a server that is %s (%#)', (status, source, expected, ready) => {
  const health = healthOf(source, FACTS);
  expect(health.status).toBe(expected);
  expect(JSON.parse(health.body)).toEqual({
    status,
    version: VERSION,
    uptime_seconds: 60,
    connected_peers: 3,
    rooms: 1,
    ...(source.troubles().length > 0 ? { degraded_by: ['bus'] } : {}),
  });
  expect(readinessOf(source).status).toBe(ready);
  expect(livenessOf().status).toBe(200);
});
