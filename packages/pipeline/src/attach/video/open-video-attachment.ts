import { abortError, SdkError, systemClock } from '@remotemedia/base';
import type { GraphPlan } from '../../plan/graph-plan.ts';
import { chooseWay } from './line/open-line.ts';
import { noWay, VideoAttachment } from './video-attachment.ts';
import type { VideoAttachmentOptions } from './video-attachment-options.ts';

/**
 * Attaches a pipeline to a video track.
 *
 * Where the browser lets no picture through, the track is a clone of the source and a fault tells why.
 *
 * @throws {SdkError} `invalid-argument` for a track that is no video, `failed-precondition` for one that has ended,
 *   `unimplemented` for a way that the browser has not, `cancelled`; what the thread or a node said
 */
export async function openVideoAttachment(
  source: MediaStreamTrack,
  plan: GraphPlan,
  options: VideoAttachmentOptions,
): Promise<VideoAttachment> {
  const { signal, way: asked = 'auto', listener, clock = systemClock } = options;
  check(source);
  if (signal?.aborted) throw abortError(signal);
  const way = chooseWay(asked);
  const attachment = new VideoAttachment(source, way, options);
  if (way === 'passthrough') {
    // Whoever opened it has it before it says anything.
    clock.after(0, () => listener.onFault({ nodeId: '', nodeType: '', error: noWay() }));
    return attachment;
  }
  try {
    await attachment.swap(plan);
    if (signal?.aborted) throw abortError(signal);
    return attachment;
  } catch (error) {
    await attachment.close();
    throw error;
  }
}

function check(source: MediaStreamTrack): void {
  if (source.kind !== 'video') throw new SdkError('invalid-argument', `expected a video track, got ${source.kind}`);
  if (source.readyState === 'ended')
    throw new SdkError('failed-precondition', 'the track has ended: attach the pipeline to one that is live');
}
