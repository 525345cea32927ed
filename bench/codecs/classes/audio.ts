import type { Coder, Output } from '../contender.ts';
import type { OpusSettings } from '../task.ts';
import type { Classes, Extras } from './classes.ts';
import { bytesOf, Faults, held } from './queue.ts';

const FRAME = 960;
const FRAME_US = 20_000;

/** Encodes Opus with an `AudioEncoder`. */
export function openAudioEncoder(
  classes: Classes,
  { audio }: Extras,
  settings: OpusSettings,
  output: Output<Uint8Array>,
) {
  const faults = new Faults();
  const encoder = new classes.AudioEncoder({ output: (chunk) => output(bytesOf(chunk)), error: faults.take });
  encoder.configure({
    codec: 'opus',
    sampleRate: 48_000,
    numberOfChannels: settings.channelCount,
    bitrate: settings.bitrate,
    opus: { application: settings.application, complexity: settings.complexity, frameDuration: FRAME_US },
    ...audio,
  } as AudioEncoderConfig);
  let timestamp = 0;
  const coder: Coder<Int16Array<ArrayBuffer>> = {
    put(data) {
      const sound = new classes.AudioData({
        format: 's16',
        sampleRate: 48_000,
        numberOfChannels: settings.channelCount,
        numberOfFrames: FRAME,
        timestamp,
        data,
      });
      timestamp += FRAME_US;
      encoder.encode(sound);
      sound.close();
      return held(encoder, encoder.encodeQueueSize, faults);
    },
    flush: () => faults.race(encoder.flush()),
    close: () => encoder.close(),
  };
  return coder;
}

/** Decodes Opus with an `AudioDecoder`. */
export function openAudioDecoder(
  classes: Classes,
  { audio }: Extras,
  { channelCount }: OpusSettings,
  output: Output<readonly Float32Array[]>,
) {
  const faults = new Faults();
  const decoder = new classes.AudioDecoder({
    output(sound) {
      output(planesOf(sound));
      sound.close();
    },
    error: faults.take,
  });
  decoder.configure({ codec: 'opus', sampleRate: 48_000, numberOfChannels: channelCount, ...audio });
  let timestamp = 0;
  const coder: Coder<Uint8Array<ArrayBuffer>> = {
    put(data) {
      decoder.decode(new classes.EncodedAudioChunk({ type: 'key', timestamp, data }));
      timestamp += FRAME_US;
      return held(decoder, decoder.decodeQueueSize, faults);
    },
    flush: () => faults.race(decoder.flush()),
    close: () => decoder.close(),
  };
  return coder;
}

function planesOf(sound: AudioData): Float32Array[] {
  return Array.from({ length: sound.numberOfChannels }, (_, planeIndex) => {
    const plane = new Float32Array(sound.numberOfFrames);
    sound.copyTo(plane, { planeIndex, format: 'f32-planar' });
    return plane;
  });
}
