import type { RuntimeData } from '../data/runtime-data.ts';
import type { TopicListener } from './pipeline-controls.ts';

/**
 * Calls a listener of the application. What it throws is reported as events do it, by itself, and touches neither the pipeline
 * nor other listeners.
 */
export function callListener<T>(listener: ((what: T) => void) | undefined, what: T): void {
  try {
    listener?.(what);
  } catch (error) {
    queueMicrotask(() => {
      throw error;
    });
  }
}

/** A listener of its own for each subscription, so that the same function can be there twice. */
export function guarded(listener: TopicListener): TopicListener {
  return (data: RuntimeData) => callListener(listener, data);
}
