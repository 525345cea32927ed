import type { Undo } from '@remotemedia/base';
import type { HostedGraph } from '../../hosts/hosted-graph.ts';
import type { TapListener } from '../../run/index.ts';

/** What somebody listens to. */
export interface TapWish {
  readonly nodeId: string;
  readonly port: string | undefined;
  readonly listener: TapListener;
}

/** Taps that go on when one graph takes the place of another. Where the new one lacks the node, nothing is heard. */
export class LastingTaps {
  readonly #taps = new Map<TapWish, Undo>();

  /** Taps a node until the returned function is called. */
  add(wish: TapWish, graph: HostedGraph): Undo {
    this.#taps.set(wish, graph.tap(wish.nodeId, wish.port, wish.listener));
    return () => {
      this.#taps.get(wish)?.();
      this.#taps.delete(wish);
    };
  }

  /** Taps the nodes of another graph instead. */
  moveTo(graph: HostedGraph): void {
    for (const [wish, undo] of this.#taps) {
      undo();
      this.#taps.set(wish, graph.tap(wish.nodeId, wish.port, wish.listener));
    }
  }
}
