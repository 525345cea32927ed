import type { Coder, Output, Picture } from '../contender.ts';
import type { VideoSettings } from '../task.ts';
import type { Classes, Extras } from './classes.ts';
import { bytesOf, Faults, held } from './queue.ts';

const PICTURE_US = 1_000_000 / 30;

/** Encodes with a `VideoEncoder`. */
export function openVideoEncoder(
  classes: Classes,
  { videoEncoder }: Extras,
  settings: VideoSettings,
  output: Output<Uint8Array>,
) {
  const faults = new Faults();
  const encoder = new classes.VideoEncoder({ output: (chunk) => output(bytesOf(chunk)), error: faults.take });
  const { codec, width, height, bitrate } = settings;
  encoder.configure({
    codec: codec === 'vp9' ? 'vp09.00.31.08' : 'vp8',
    width,
    height,
    bitrate,
    framerate: 30,
    latencyMode: 'realtime',
    bitrateMode: 'constant',
    hardwareAcceleration: 'prefer-software',
    ...videoEncoder?.(settings),
  });
  let index = 0;
  const coder: Coder<Uint8Array<ArrayBuffer>> = {
    put(data) {
      const timestamp = Math.round(index * PICTURE_US);
      const frame = new classes.VideoFrame(data, {
        format: 'I420',
        codedWidth: width,
        codedHeight: height,
        timestamp,
      });
      index += 1;
      encoder.encode(frame);
      frame.close();
      return held(encoder, encoder.encodeQueueSize, faults);
    },
    flush: () => faults.race(encoder.flush()),
    close: () => encoder.close(),
  };
  return coder;
}

/** Decodes with a `VideoDecoder`. */
export function openVideoDecoder(
  classes: Classes,
  { videoDecoder }: Extras,
  { codec }: VideoSettings,
  output: Output<Picture | undefined>,
  isLooking: boolean,
) {
  const faults = new Faults();
  const looks: Promise<void>[] = [];
  const look = async (frame: VideoFrame) => {
    output(isLooking ? await pictureOf(frame) : undefined);
    frame.close();
  };
  const decoder = new classes.VideoDecoder({ output: (frame) => void looks.push(look(frame)), error: faults.take });
  decoder.configure({
    codec: codec === 'vp9' ? 'vp09.00.31.08' : 'vp8',
    hardwareAcceleration: 'prefer-software',
    optimizeForLatency: true,
    ...videoDecoder,
  });
  let index = 0;
  const coder: Coder<Uint8Array<ArrayBuffer>> = {
    put(data) {
      const type = index === 0 ? 'key' : 'delta';
      decoder.decode(new classes.EncodedVideoChunk({ type, timestamp: Math.round(index * PICTURE_US), data }));
      index += 1;
      return held(decoder, decoder.decodeQueueSize, faults);
    },
    async flush() {
      // A decoder asks for a key frame after it was flushed, and what follows the lead is none.
      if (index === 1) return;
      await faults.race(decoder.flush());
      await Promise.all(looks);
    },
    close: () => decoder.close(),
  };
  return coder;
}

async function pictureOf(frame: VideoFrame): Promise<Picture> {
  const { displayWidth: width, displayHeight: height } = frame;
  const data = new Uint8Array(frame.allocationSize());
  const layout = await frame.copyTo(data);
  return { width, height, planes: layout.map(({ offset, stride }) => ({ data: data.subarray(offset), stride })) };
}
