import type { Undo } from '@remotemedia/base';
import type { JsonValue } from '../data/json-value.ts';
import { guarded } from './call-listener.ts';
import type { TopicListener } from './pipeline-controls.ts';

/** How far a pipeline is with its beginning. Source: upstream's `__system__.out`. */
export type LoadingStatus = 'initializing' | 'loading_node' | 'ready' | 'error';

/** One event of `__system__.out`, in upstream's form. */
export interface LoadingEvent {
  /** Tells it from other events. */
  readonly kind: 'loading';
  /** How far it is. */
  readonly status: LoadingStatus;
  /** For people. */
  readonly message: string;
  /** The node that is being made, with the status `loading_node`. */
  readonly node?: string | undefined;
  /** Unix time in ms. */
  readonly ts_ms: number;
}

/** What the page remembers: the beginning, each of at most 256 nodes, and the end. */
const MAX_EVENTS = 300;

/** The topic `__system__.out`. Whoever comes late hears what was said before. */
export class SystemTopic {
  readonly #events: LoadingEvent[] = [];
  readonly #listeners = new Set<TopicListener>();

  /** Announces how far it is. */
  say(status: LoadingStatus, message: string, node?: string): LoadingEvent {
    const event: LoadingEvent = {
      kind: 'loading',
      status,
      message,
      ts_ms: Date.now(),
      ...(node !== undefined && { node }),
    };
    this.#events.push(event);
    if (this.#events.length > MAX_EVENTS) this.#events.shift();
    for (const listener of [...this.#listeners]) listener({ kind: 'json', value: jsonOf(event) });
    return event;
  }

  /** Adds a listener, who hears the past at once. */
  subscribe(listener: TopicListener): Undo {
    const own = guarded(listener);
    this.#listeners.add(own);
    for (const event of [...this.#events]) own({ kind: 'json', value: jsonOf(event) });
    return () => void this.#listeners.delete(own);
  }

  /** Forgets everybody. */
  clear(): void {
    this.#listeners.clear();
  }
}

function jsonOf({ kind, status, message, node, ts_ms }: LoadingEvent): JsonValue {
  return { kind, status, message, ts_ms, ...(node !== undefined && { node }) };
}
