import type { StreamReady } from './wire.ts';

/** Bounds of what a server may say of its times, in milliseconds. */
const MIN_HEARTBEAT_MS = 250;
const MAX_HEARTBEAT_MS = 60_000;
const MAX_GRACE_MS = 600_000;

/** Times that a server gave, kept within what can be right: 0 would flood it, too much would overflow a timer. */
export function believable(ready: StreamReady): StreamReady {
  const within = (value: number, min: number, max: number) => Math.min(Math.max(value || min, min), max);
  return {
    ...ready,
    heartbeatIntervalMs: within(ready.heartbeatIntervalMs, MIN_HEARTBEAT_MS, MAX_HEARTBEAT_MS),
    resumeGraceMs: within(ready.resumeGraceMs, 0, MAX_GRACE_MS),
  };
}
