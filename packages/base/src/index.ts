export { AsyncQueue } from './async-queue.ts';
export { type BackoffPolicy, backoffMs } from './backoff.ts';
export { type BreakerEvents, type BreakerOptions, type BreakerState, CircuitBreaker } from './circuit-breaker.ts';
export { type Clock, systemClock } from './clock.ts';
export { abortError, sleep, type WaitOptions, withDeadline } from './deadline.ts';
export { Disposables } from './disposal.ts';
export { Emitter, type Undo } from './emitter.ts';
export { ManualClock } from './manual-clock.ts';
export {
  RECONNECTION_PRESETS,
  type ReconnectionPolicy,
  type ReconnectionPreset,
  retryDelayMs,
} from './reconnection-policy.ts';
export { codeOfStatus, SdkError, type SdkErrorCode, type SdkErrorOptions, statusNumber } from './sdk-error.ts';
export { SerialQueue } from './serial-queue.ts';
