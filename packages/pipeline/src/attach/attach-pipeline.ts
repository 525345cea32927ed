import { SdkError } from '@remotemedia/base';
import { leaseAudioContext } from '@remotemedia/media';
import { compileManifest, type ManifestSource } from '../compile/check-manifest.ts';
import { isMembers } from '../data/transfer/plain-items.ts';
import type { AttachOptions } from './attach-options.ts';
import { attachTools } from './attach-tools.ts';
import { AttachedPipeline } from './attached-pipeline.ts';
import type { AttachmentListener } from './attachment.ts';
import { AudioAttachment } from './audio/audio-attachment.ts';
import { SoundCompiler } from './audio/sound-compiler.ts';

/**
 * Leads a track, of the page's own or of a remote peer, through a pipeline. Sound runs on the audio thread as far as its
 * nodes can; pictures run in a worker.
 *
 * @param track stays the caller's; when it ends, so does the pipeline
 * @param manifest text in YAML or JSON, or an object
 * @throws {ManifestError} when the manifest cannot be used, with all problems
 * @throws {SdkError} `invalid-argument` for a track that has ended; `unavailable` or `failed-precondition` when a file, a
 *   node or the browser refuses; `cancelled` when the signal aborts
 */
export async function attachPipeline(
  track: MediaStreamTrack,
  manifest: ManifestSource,
  options: AttachOptions = {},
): Promise<AttachedPipeline> {
  checkTrack(track);
  options.signal?.throwIfAborted();
  return track.kind === 'video'
    ? await attachVideo(track, manifest, options)
    : await attachAudio(track, manifest, options);
}

/** It may come from JavaScript. A track of a frame within the page is of another class, so no class is asked for. */
function checkTrack(track: unknown): void {
  if (!isMembers(track) || typeof track['readyState'] !== 'string') {
    const what = Object.prototype.toString.call(track).slice('[object '.length, -1);
    const advice = 'give a track, such as stream.getAudioTracks()[0]; without tracks there is PipelineRunner';
    throw new SdkError('invalid-argument', `expected a MediaStreamTrack, got ${what}: ${advice}`);
  }
  if (track['readyState'] === 'live') return;
  const advice = 'attach a pipeline to one that is live';
  throw new SdkError('invalid-argument', `the track "${String(track['label'])}" has ended; ${advice}`);
}

async function attachAudio(track: MediaStreamTrack, manifest: ManifestSource, options: AttachOptions) {
  const { registry, loadAssets, nodeModules } = attachTools(options);
  const find = (type: string) => registry.find(type);
  // What the context's rate is only the context knows; it goes on while the attachment needs it.
  const { context, release } = leaseAudioContext();
  try {
    const { compile, inputRateOf } = new SoundCompiler(registry, context.sampleRate);
    const plan = compile(manifest);
    const audio = { ...options, find, loadAssets, nodeModules, inputRateOf };
    const open = (listener: AttachmentListener) => AudioAttachment.open(track, plan, { ...audio, listener });
    return await AttachedPipeline.open({ manifest, plan, find, compile, open });
  } finally {
    release();
  }
}

async function attachVideo(track: MediaStreamTrack, manifest: ManifestSource, options: AttachOptions) {
  const { registry, loadAssets, nodeModules } = attachTools(options);
  const compile = (source: ManifestSource) =>
    compileManifest(source, { registry, inputKinds: ['video'], outputKinds: ['video'] });
  const plan = compile(manifest);
  // Whoever has only sound does not load it.
  const { openVideoAttachment } = await import('./video/index.ts');
  return await AttachedPipeline.open({
    manifest,
    plan,
    find: (type) => registry.find(type),
    compile,
    open: (listener) => openVideoAttachment(track, plan, { ...options, loadAssets, nodeModules, listener }),
  });
}
