import { SdkError } from '@remotemedia/base';
import { AudioBlock } from '../audio-block.ts';
import type { RuntimeData } from '../runtime-data.ts';
import type { PackedAudio, PackedData, PackedVideo } from './packed-data.ts';
import { hasNumbers, isMembers, isPlainItem, type Members } from './plain-items.ts';
import type { VideoPacking } from './video-packing.ts';

/** Most channels that a block may have. Source: Web Audio §1.1, number of channels that must be supported. */
const MAX_CHANNELS = 32;

/**
 * The item of a message that came from another thread.
 *
 * @param video absent where there is none
 * @throws {SdkError} `data-loss` when it is no item, `unimplemented` for video where there is none
 */
export function unpackData(message: unknown, video?: VideoPacking): RuntimeData {
  if (!isPacked(message)) throw damaged(message);
  if (message.kind === 'audio') {
    const { sampleRate, channels, timestampUs, streamId } = message;
    return new AudioBlock(sampleRate, channels, channels[0]?.length ?? 0, timestampUs, streamId);
  }
  return message.kind === 'video' ? unpackVideo(message, video) : message;
}

function unpackVideo({ frame, streamId, frameNumber }: PackedVideo, video: VideoPacking | undefined): RuntimeData {
  if (!video) throw new SdkError('unimplemented', 'there is no video on the audio thread');
  return { kind: 'video', frame: video.unpack(frame), streamId, frameNumber };
}

function isPacked(message: unknown): message is PackedData {
  if (!isMembers(message)) return false;
  const kind = message['kind'];
  if (kind === 'audio') return isPackedAudio(message);
  if (kind === 'video') return isPackedVideo(message);
  return isPlainItem(message);
}

function isPackedAudio(message: Members): message is Members & PackedAudio {
  const { sampleRate, channels } = message as { sampleRate?: unknown; channels?: unknown };
  if (typeof sampleRate !== 'number' || !(sampleRate > 0 && sampleRate < 1e7)) return false;
  if (!Array.isArray(channels) || channels.length < 1 || channels.length > MAX_CHANNELS) return false;
  const planes: readonly unknown[] = channels;
  const [first] = planes;
  if (!(first instanceof Float32Array)) return false;
  return (
    planes.every((plane) => plane instanceof Float32Array && plane.length === first.length) &&
    hasNumbers(message, 'timestampUs')
  );
}

function isPackedVideo(message: Members): boolean {
  const frame = message['frame'];
  if (!isMembers(frame) || !isMembers(frame['content']) || !isMembers(frame['colorSpace'])) return false;
  return hasNumbers(frame, 'codedWidth', 'codedHeight', 'timestamp');
}

function damaged(message: unknown): SdkError {
  const kind = isMembers(message) ? `something of kind ${String(message['kind']).slice(0, 40)}` : typeof message;
  return new SdkError('data-loss', `expected an item of a pipeline, got ${kind} that is not complete`);
}
