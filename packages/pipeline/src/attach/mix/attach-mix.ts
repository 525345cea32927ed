import { leaseAudioContext } from '@remotemedia/media';
import type { ManifestSource } from '../../compile/check-manifest.ts';
import type { AttachOptions } from '../attach-options.ts';
import { attachTools } from '../attach-tools.ts';
import { SoundCompiler } from '../audio/sound-compiler.ts';
import { AttachedMix } from './attached-mix.ts';
import { SoundMix } from './sound-mix.ts';

/** How a pipeline is attached to several tracks. */
export interface AttachMixOptions extends Omit<AttachOptions, 'echoSafe' | 'way' | 'stallMs'> {
  /** How many streams there can be at once, 1–64. @default 16 */
  readonly maxStreams?: number | undefined;
}

/** Most streams of a mix: the mixer takes no more. */
const MAX_STREAMS = 64;

/**
 * Leads several audio tracks through one pipeline, each as a stream with an id: a mixer with `mode: mix-minus` then gives
 * everybody the sum of the others. Streams come and go while it works.
 *
 * @param inputs tracks by the ids of their streams; perhaps none yet
 * @throws as `attachPipeline`; `resource-exhausted` for more streams than `maxStreams`
 */
export async function attachMix(
  inputs: ReadonlyMap<string, MediaStreamTrack>,
  manifest: ManifestSource,
  options: AttachMixOptions = {},
): Promise<AttachedMix> {
  options.signal?.throwIfAborted();
  const { registry, loadAssets, nodeModules } = attachTools(options);
  const find = (type: string) => registry.find(type);
  const slots = Math.min(MAX_STREAMS, Math.max(2, options.maxStreams ?? 16));
  // What the context's rate is only the context knows; it goes on while the mix needs it.
  const { context, release } = leaseAudioContext();
  try {
    const { compile, inputRateOf } = new SoundCompiler(registry, context.sampleRate);
    const plan = compile(manifest);
    const mix = { ...options, slots, find, loadAssets, nodeModules, inputRateOf };
    return await AttachedMix.open({
      manifest,
      plan,
      find,
      compile,
      open: (listeners) => SoundMix.open(inputs, plan, { ...mix, ...listeners }),
    });
  } finally {
    release();
  }
}
