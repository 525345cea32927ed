import type { Clock } from '@remotemedia/base';
import type { AttachmentListener, LoadAssets } from '../attachment.ts';

/**
 * How pictures get from the track to the graph and back.
 *
 * - `processor`: as streams in a worker; no picture touches the page.
 * - `canvas`: from a video element, by way of the page, to a canvas.
 * - `passthrough`: not at all; the output is the source as it is.
 */
export type VideoWay = 'processor' | 'canvas' | 'passthrough';

/** How a pipeline is attached to a video track. */
export interface VideoAttachmentOptions {
  readonly listener: AttachmentListener;
  /** Fetches the files that the nodes of a plan need. */
  readonly loadAssets: LoadAssets;
  /** Addresses of modules with nodes of the application. */
  readonly nodeModules: readonly string[];
  /** The worker's file, if not where the build put it. */
  readonly workerUrl?: string | URL | undefined;
  /** Takes this way only. @default 'auto': the first that the browser has, in the order of {@link VideoWay} */
  readonly way?: VideoWay | 'auto' | undefined;
  /**
   * How long one picture may take in the graph, in ms, before the source's own pictures are shown. Before the first output
   * it is four times as long, and without any error or delay two and a half times: nodes may leave pictures out.
   *
   * @default 500
   */
  readonly stallMs?: number | undefined;
  /** @default systemClock */
  readonly clock?: Clock | undefined;
  /** Gives up opening. */
  readonly signal?: AbortSignal | undefined;
}
