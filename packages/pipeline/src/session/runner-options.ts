import type { Clock } from '@remotemedia/base';
import type { AssetSources } from '../assets/index.ts';
import type { AnyNodeDefinition } from '../node/node-definition.ts';

/** What a runner knows beside the nodes that come with the SDK. */
export interface RunnerOptions {
  /** Nodes of the application. Where pipelines run in threads, {@link RunnerOptions.nodeModules} brings them there. */
  readonly nodes?: readonly AnyNodeDefinition[] | undefined;
  /** Addresses of modules that call `provideNodes`; they are loaded in each thread. */
  readonly nodeModules?: readonly (string | URL)[] | undefined;
  /** Files of nodes by name, in the place of the default ones: addresses, bytes, or compiled modules. */
  readonly assets?: AssetSources | undefined;
  /**
   * The worker's file: `@remotemedia/sdk/workers/pipeline.js`, copied to the page's own origin. A page whose scripts come
   * from another origin needs it. @default where the build put it
   */
  readonly workerUrl?: string | URL | undefined;
  /**
   * Where pipelines run: `worker` in a page, `node` in a thread of Node, `auto` whichever there is, `inline` on the thread
   * that calls. @default 'auto'
   */
  readonly host?: 'auto' | 'worker' | 'node' | 'inline' | undefined;
  /** Where time comes from. @default systemClock */
  readonly clock?: Clock | undefined;
}
