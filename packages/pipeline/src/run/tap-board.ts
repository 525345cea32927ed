import type { Undo } from '@remotemedia/base';
import type { RuntimeData } from '../data/runtime-data.ts';
import type { RunNode } from './run-node.ts';

/** Sees what a node emits. */
export type TapListener = (item: RuntimeData, port: string) => void;

/** Who listens to which node. Looking costs nothing while nobody listens. */
export class TapBoard {
  readonly #taps = new Map<RunNode, Set<TapListener>>();

  /** Adds a listener until the returned function is called. */
  add(node: RunNode, port: string | undefined, listener: TapListener): Undo {
    const taps = this.#taps.get(node) ?? new Set();
    this.#taps.set(node, taps);
    const tap: TapListener = (item, from) => {
      if (port === undefined || port === from) listener(item, from);
    };
    taps.add(tap);
    return () => {
      taps.delete(tap);
      if (taps.size === 0 && this.#taps.get(node) === taps) this.#taps.delete(node);
    };
  }

  /** Shows an item to those who listen. */
  show(node: RunNode, item: RuntimeData, port: string): void {
    if (this.#taps.size === 0) return;
    for (const tap of this.#taps.get(node) ?? []) tap(item, port);
  }

  /** Forgets everybody. */
  clear(): void {
    this.#taps.clear();
  }
}
