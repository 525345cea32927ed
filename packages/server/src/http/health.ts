import { VERSION } from '../version.ts';

/** What health checks ask. */
export interface HealthSource {
  /** Whether the server lets nobody in any more and is about to close. */
  isDraining(): boolean;
  /** What does not work at this moment although the server goes on without it, such as `bus`. */
  troubles(): readonly string[];
}

/** Nothing is wrong, ever. */
export const ALWAYS_HEALTHY: HealthSource = { isDraining: () => false, troubles: () => [] };

/** What `/health` tells beside the status. */
export interface HealthFacts {
  /** Peers in all rooms. */
  readonly peers: number;
  /** Rooms with someone in them. */
  readonly rooms: number;
  /** How long the server has run, in seconds. */
  readonly uptimeSeconds: number;
}

/** An answer to a health check. */
interface HealthAnswer {
  /** HTTP status: 503 tells load balancers to send nobody here. */
  readonly status: 200 | 503;
  /** The body, JSON. */
  readonly body: string;
}

/** `/health`: how the server is. One that is degraded serves, so its status is 200. */
export function healthOf(source: HealthSource, { peers, rooms, uptimeSeconds }: HealthFacts): HealthAnswer {
  const troubles = source.troubles();
  const status = statusOf(source);
  const facts = { version: VERSION, uptime_seconds: uptimeSeconds, connected_peers: peers, rooms };
  const body = { status, ...facts, ...(troubles.length > 0 ? { degraded_by: troubles } : {}) };
  return { status: status === 'draining' ? 503 : 200, body: JSON.stringify(body) };
}

/** `/health/live`: that the process answers. It is to be restarted when this fails. */
export function livenessOf(): HealthAnswer {
  return { status: 200, body: JSON.stringify({ status: 'live' }) };
}

/** `/health/ready`: whether new peers may be sent here. */
export function readinessOf(source: HealthSource): HealthAnswer {
  if (source.isDraining()) return { status: 503, body: JSON.stringify({ status: 'draining' }) };
  return { status: 200, body: JSON.stringify({ status: 'ready' }) };
}

function statusOf(source: HealthSource): 'healthy' | 'degraded' | 'draining' {
  if (source.isDraining()) return 'draining';
  return source.troubles().length > 0 ? 'degraded' : 'healthy';
}
