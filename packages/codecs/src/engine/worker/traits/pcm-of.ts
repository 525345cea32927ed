import { type AudioData, packAudio } from '../../../webcodecs/data/index.ts';
import type { PcmMessage } from '../payloads.ts';

/** The samples as interleaved floats, moved where they are that already and nobody else has them. Closes the data. */
export function pcmOf(audio: AudioData): PcmMessage {
  const { sampleRate, numberOfChannels, timestamp } = audio;
  const data = audio.format === 'f32' ? packedSamples(audio) : convertedSamples(audio);
  return { type: 'pcm', sampleRate, numberOfChannels, timestamp, data };
}

function packedSamples(audio: AudioData): Float32Array<ArrayBuffer> {
  const { content } = packAudio(audio).packed;
  if (!('native' in content)) return floatsOver(content.bytes);
  const options = { planeIndex: 0, format: 'f32' } as const;
  const samples = new Uint8Array(content.native.allocationSize(options));
  content.native.copyTo(samples, options);
  content.native.close();
  return floatsOver(samples);
}

function convertedSamples(audio: AudioData): Float32Array<ArrayBuffer> {
  const options = { planeIndex: 0, format: 'f32' } as const;
  const samples = new Uint8Array(audio.allocationSize(options));
  audio.copyTo(samples, options);
  audio.close();
  return floatsOver(samples);
}

function floatsOver({ buffer, byteOffset, byteLength }: Uint8Array<ArrayBuffer>): Float32Array<ArrayBuffer> {
  const size = Float32Array.BYTES_PER_ELEMENT;
  if (byteOffset % size === 0) return new Float32Array(buffer, byteOffset, byteLength / size);
  return new Float32Array(buffer.slice(byteOffset, byteOffset + byteLength));
}
