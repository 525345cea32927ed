import type { Clock } from '@remotemedia/base';
import type { AssetSources } from '../assets/index.ts';
import type { AnyNodeDefinition } from '../node/node-definition.ts';

/** How a pipeline is attached to a track. */
export interface AttachOptions {
  /** Nodes of the application, beside those that come with the SDK; `nodeModules` must provide the same ones. */
  readonly nodes?: readonly AnyNodeDefinition[] | undefined;
  /** Modules that provide them where the pipeline runs (`provideNodes`). */
  readonly nodeModules?: readonly (URL | string)[] | undefined;
  /** Files that nodes need, in the place of those that come with the SDK. */
  readonly assets?: AssetSources | undefined;
  /** The file for the audio thread. @default beside the SDK's own files */
  readonly workletUrl?: URL | string | undefined;
  /** The file for workers. @default beside the SDK's own files */
  readonly workerUrl?: URL | string | undefined;
  /** Gives up attaching. It does not end what was attached. */
  readonly signal?: AbortSignal | undefined;
  /** Where time comes from. @default systemClock */
  readonly clock?: Clock | undefined;
  /**
   * Sound only: leads the output over a connection of the page with itself, so that browsers which do not cancel the echo
   * of Web Audio cancel this one. It costs an encoding and some tens of ms. @default false
   */
  readonly echoSafe?: boolean | undefined;
  /** Sound only: channels of the output, 1–32. @default 2 */
  readonly channelCount?: number | undefined;
  /** Sound only: how much may wait for the output, in ms; what is older is dropped. @default 1000 */
  readonly bufferMs?: number | undefined;
  /** Pictures only: takes this way and no other. @default 'auto': the first that the browser has */
  readonly way?: 'auto' | 'processor' | 'canvas' | 'passthrough' | undefined;
  /**
   * Pictures only: how long one may take, in ms, before those of the source are shown instead. @default 500
   */
  readonly stallMs?: number | undefined;
}
