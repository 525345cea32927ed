import type { VideoDecoderConfig, VideoEncoderConfig } from '../../../webcodecs/coders/config-types.ts';
import { type VideoFrame, videoFrameFromMemory } from '../../../webcodecs/data/index.ts';
import type { DecodeInput, EncodedOutput, VideoDecoderFacts, VideoEncodeInput } from '../../ports.ts';
import type { CoderOutput } from '../protocol.ts';
import { videoDecoderFile, videoEncoderFile } from './codec-files.ts';
import type { CoderTraits } from './coder-traits.ts';
import { packetOf } from './packet-of.ts';
import { pictureOf } from './picture-of.ts';
import { SpareBuffers } from './spare-buffers.ts';
import { unpackEncodedVideo, wrongOutput } from './unpack.ts';

/** One at work, the others on their way there and back; measured: 1 costs up to a third of the speed, more than 4 gain nothing. */
const VIDEO_CAPACITY = 4;

/** Pictures to chunks. */
export const VIDEO_ENCODER: CoderTraits<
  VideoEncoderConfig,
  VideoEncodeInput<VideoFrame>,
  EncodedOutput<VideoDecoderFacts>
> = {
  kind: 'video-encoder',
  use: 'video',
  capacity: VIDEO_CAPACITY,
  fileOf: ({ codec }) => videoEncoderFile(codec),
  pack: pictureOf,
  drop: ({ frame }) => frame.close(),
  unpack: unpackEncodedVideo,
};

/** Chunks to pictures; each decoder has buffers of its own. */
export function videoDecoderTraits(): CoderTraits<VideoDecoderConfig, DecodeInput, VideoFrame> {
  const spares = new SpareBuffers();
  return {
    kind: 'video-decoder',
    use: 'video',
    capacity: VIDEO_CAPACITY,
    fileOf: ({ codec }) => videoDecoderFile(codec),
    pack: (chunk) => packetOf(chunk, spares.take()),
    drop: () => {},
    unpack: (output) => unpackVideo(output, spares),
  };
}

function unpackVideo(output: CoderOutput, spares: SpareBuffers): VideoFrame {
  if (output.type !== 'video') throw wrongOutput(output);
  const { pixels, displayWidth, displayHeight, rotation, flip, timestamp, duration } = output;
  const { data: bytes, ...layout } = pixels;
  const shown = { displayWidth, displayHeight, rotation, flip, timestamp };
  const release = (freed: Uint8Array<ArrayBuffer>) => spares.give(freed);
  const times = duration === undefined ? shown : { ...shown, duration };
  return videoFrameFromMemory({ ...layout, ...times, bytes, release });
}
