import type { AudioDecoderConfig, AudioEncoderConfig } from '../../../webcodecs/coders/config-types.ts';
import { type AudioData, audioDataFromMemory } from '../../../webcodecs/data/index.ts';
import type { AudioDecoderFacts, DecodeInput, EncodedOutput } from '../../ports.ts';
import type { CoderOutput } from '../protocol.ts';
import { audioFile } from './codec-files.ts';
import type { CoderTraits } from './coder-traits.ts';
import { packetOf } from './packet-of.ts';
import { pcmOf } from './pcm-of.ts';
import { unpackEncodedAudio, wrongOutput } from './unpack.ts';

/** A packet takes the thread 0.1 ms, about as long as a message there and back. Measured: more than 8 gain nothing. */
const AUDIO_CAPACITY = 8;

/** Sound to chunks. */
export const AUDIO_ENCODER: CoderTraits<AudioEncoderConfig, AudioData, EncodedOutput<AudioDecoderFacts>> = {
  kind: 'audio-encoder',
  use: 'audio',
  capacity: AUDIO_CAPACITY,
  fileOf: ({ codec }) => audioFile(codec),
  pack: (audio) => {
    const input = pcmOf(audio);
    return { input, transfer: [input.data.buffer] };
  },
  drop: (audio) => audio.close(),
  unpack: unpackEncodedAudio,
};

/** Chunks to sound. */
export const AUDIO_DECODER: CoderTraits<AudioDecoderConfig, DecodeInput, AudioData> = {
  kind: 'audio-decoder',
  use: 'audio',
  capacity: AUDIO_CAPACITY,
  fileOf: ({ codec }) => audioFile(codec),
  pack: (chunk) => packetOf(chunk),
  drop: () => {},
  unpack: unpackAudio,
};

function unpackAudio(output: CoderOutput): AudioData {
  if (output.type !== 'audio') throw wrongOutput(output);
  const { sampleRate, numberOfChannels, numberOfFrames, timestamp, data } = output;
  const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  return audioDataFromMemory({ bytes, format: 'f32', sampleRate, numberOfFrames, numberOfChannels, timestamp });
}
