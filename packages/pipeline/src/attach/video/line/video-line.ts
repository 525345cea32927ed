import type { Clock, Undo } from '@remotemedia/base';
import { Arrivals } from './arrivals.ts';
import type { FramePort } from './frame-port.ts';
import { GraphWay } from './graph-way.ts';
import type { PicturePathStats } from './picture-path-stats.ts';
import { RateCounter } from './rate-counter.ts';
import { type StallReason, StallWatch } from './stall-watch.ts';

/** Whether the source's own pictures are shown, and why. */
export interface StallChange {
  readonly isStalled: boolean;
  /** Of a stall. `died` is a graph whose thread is gone. */
  readonly reason?: StallReason | 'died';
}

/** What a {@link VideoLine} needs. */
export interface VideoLineOptions {
  /** Shows a picture, which is its own. @returns whether there was room for it */
  readonly write: (frame: VideoFrame) => boolean;
  readonly onStall: (change: StallChange) => void;
  readonly clock: Clock;
  /** How long one picture may take in the graph, in ms. */
  readonly stallMs: number;
}

/** A graph that pictures go through. */
interface LineGraph {
  readonly way: GraphWay;
  readonly watch: StallWatch;
}

/**
 * Takes pictures from a source through a graph in another thread to a sink. It lives in a thread that no node can block:
 * when the graph gives nothing, the source's own pictures are shown, and what the graph gives later is shown again as soon
 * as it is in time.
 *
 * A picture is always owned by one: source, line, graph or sink. Whoever owns it last closes it.
 */
export class VideoLine {
  readonly #options: VideoLineOptions;
  readonly #arrivals = new Arrivals();
  readonly #inputRate = new RateCounter();
  readonly #outputRate = new RateCounter();
  readonly #counts = { inputs: 0, outputs: 0, passed: 0, dropped: 0, late: 0, refused: 0 };
  #current: LineGraph | undefined;
  /** The graph that takes over with its first picture. */
  #next: { readonly graph: LineGraph; readonly done: () => void } | undefined;
  /** The newest picture of the source, which is shown if the graph never gives it. */
  #latest: VideoFrame | undefined;
  #isLatestShown = false;
  #isStalled = false;
  #newestShown = Number.NEGATIVE_INFINITY;
  #latencyMs: number | undefined;
  #stopTimer: Undo | undefined;
  #isClosed = false;

  constructor(options: VideoLineOptions) {
    this.#options = options;
  }

  /** Takes a picture of the source, which is the line's from here on. */
  input(frame: VideoFrame): void {
    if (this.#isClosed) {
      frame.close();
      return;
    }
    const now = this.#options.clock.now();
    this.#counts.inputs += 1;
    this.#inputRate.count(now);
    this.#arrivals.add(frame.timestamp, now);
    this.#latest?.close();
    this.#latest = frame;
    this.#isLatestShown = false;
    for (const graph of this.#graphs()) {
      graph.watch.input(now);
      graph.way.offer(frame.clone());
    }
    // Before the first graph nothing is shown: a source without its effect is not what was asked for.
    if (this.#isStalled) this.#pass();
    this.#arm();
  }

  /**
   * Has pictures go through another graph. The one before goes on until the first picture of the new one is there, so
   * that nothing is missing in between.
   *
   * @returns when it has taken over; later than the time for a start it takes over without a picture
   */
  setGraph(port: FramePort): Promise<void> {
    return new Promise((resolve) => {
      const graph = this.#makeGraph(port);
      this.#next?.graph.way.end();
      this.#next?.done();
      this.#next = { graph, done: resolve };
      if (!this.#latest) return this.#takeOver(graph);
      graph.watch.input(this.#options.clock.now());
      graph.way.offer(this.#latest.clone());
      this.#arm();
    });
  }

  /** The thread of the graph is gone: the source's pictures are shown until there is another one. */
  loseGraph(): void {
    this.#endGraphs();
    this.#stall('died');
  }

  /** What it did so far. */
  stats(): PicturePathStats {
    const now = this.#options.clock.now();
    return {
      ...this.#counts,
      dropped: this.#counts.dropped + (this.#current?.way.dropped ?? 0),
      inputFps: this.#inputRate.rate(now),
      outputFps: this.#outputRate.rate(now),
      latencyMs: this.#latencyMs,
      isStalled: this.#isStalled,
    };
  }

  /** Ends it; what comes afterwards is closed. */
  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#stopTimer?.();
    this.#endGraphs();
    this.#latest?.close();
    this.#latest = undefined;
  }

  *#graphs(): Generator<LineGraph> {
    if (this.#current) yield this.#current;
    if (this.#next) yield this.#next.graph;
  }

  #makeGraph(port: FramePort): LineGraph {
    const { clock, stallMs } = this.#options;
    const watch = new StallWatch(stallMs);
    const way: GraphWay = new GraphWay({
      port,
      now: () => clock.now(),
      onOutput: (frame) => this.#output(graph, frame),
      onFault: () => watch.fault(),
    });
    const graph = { way, watch };
    return graph;
  }

  #takeOver(graph: LineGraph): void {
    if (this.#current) {
      this.#counts.dropped += this.#current.way.dropped;
      this.#current.way.end();
    }
    this.#current = graph;
    this.#next?.done();
    this.#next = undefined;
  }

  #endGraphs(): void {
    for (const graph of this.#graphs()) {
      this.#counts.dropped += graph.way.dropped;
      graph.way.end();
    }
    this.#current = undefined;
    this.#next?.done();
    this.#next = undefined;
  }

  #output(graph: LineGraph, frame: VideoFrame): void {
    const now = this.#options.clock.now();
    const arrivedMs = this.#arrivals.of(frame.timestamp);
    const ageMs = arrivedMs === undefined ? 0 : now - arrivedMs;
    graph.watch.output();
    // What lies behind a picture that was shown already would jump back in time.
    const isBehind = arrivedMs !== undefined && frame.timestamp < this.#newestShown;
    const isLate = this.#isStalled && ageMs > this.#options.stallMs;
    if (isBehind || isLate) {
      this.#counts.late += 1;
      frame.close();
      return;
    }
    if (this.#next?.graph === graph) this.#takeOver(graph);
    if (graph !== this.#current) {
      frame.close();
      return;
    }
    this.#latencyMs = ageMs;
    if (this.#isStalled) this.#recover();
    if (frame.timestamp === this.#latest?.timestamp) this.#isLatestShown = true;
    this.#show(frame, now);
  }

  #show(frame: VideoFrame, now: number): void {
    const { timestamp } = frame;
    if (!this.#options.write(frame)) {
      this.#counts.refused += 1;
      return;
    }
    this.#newestShown = timestamp;
    this.#counts.outputs += 1;
    this.#outputRate.count(now);
  }

  /** Shows the source's newest picture, once. */
  #pass(): void {
    if (!this.#latest || this.#isLatestShown) return;
    this.#isLatestShown = true;
    this.#counts.passed += 1;
    this.#show(this.#latest.clone(), this.#options.clock.now());
  }

  #stall(reason: StallReason | 'died'): void {
    this.#pass();
    if (this.#isStalled) return;
    this.#isStalled = true;
    this.#options.onStall({ isStalled: true, reason });
  }

  #recover(): void {
    this.#isStalled = false;
    this.#options.onStall({ isStalled: false });
  }

  /** Looks after the graphs while pictures are under way. */
  #arm(): void {
    const { clock, stallMs } = this.#options;
    this.#stopTimer ??= clock.after(stallMs / 5, () => {
      this.#stopTimer = undefined;
      this.#check();
    });
  }

  #check(): void {
    const now = this.#options.clock.now();
    const next = this.#next?.graph;
    if (next?.watch.reason(now, next.way.busySince)) this.#takeOver(next);
    const current = this.#current;
    const reason = current?.watch.reason(now, current.way.busySince);
    if (reason) this.#stall(reason);
    if (!this.#isClosed && (next || (current && !reason && !this.#isLatestShown))) this.#arm();
  }
}
