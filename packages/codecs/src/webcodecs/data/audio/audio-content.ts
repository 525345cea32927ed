import type { NativeAudioData } from '../native-classes.ts';
import { emptySamples, samplesOf, viewOfSamples } from './sample-arrays.ts';
import { copySamples, type SampleRun } from './sample-conversion.ts';
import { type AudioSampleFormat, type SampleLayout, sampleLayout } from './sample-formats.ts';

/** Where the samples of an AudioData are: in memory of ours, or with the browser. */
export type AudioContent = { readonly bytes: Uint8Array<ArrayBuffer> } | { readonly native: NativeAudioData };

/** What is copied out of samples in memory. */
export interface SampleCopy {
  /** The samples: planes one after the other, or interleaved. */
  readonly bytes: Uint8Array;
  /** How they are stored. */
  readonly format: AudioSampleFormat;
  /** Sample-frames in all. */
  readonly numberOfFrames: number;
  /** Channels. */
  readonly numberOfChannels: number;
  /** How the copy is stored. */
  readonly into: AudioSampleFormat;
  /** Which plane of the copy's format. */
  readonly planeIndex: number;
  /** Sample-frames left out at the beginning. */
  readonly frameOffset: number;
  /** Sample-frames copied. */
  readonly frameCount: number;
}

/** Copies samples to the beginning of `destination`, which is large enough. */
export function copyOut(copy: SampleCopy, destination: Uint8Array): void {
  const source = sampleLayout(copy.format);
  const target = sampleLayout(copy.into);
  const channels = target.isPlanar ? 1 : copy.numberOfChannels;
  const count = copy.frameCount * channels;
  const samples = samplesOf(copy.bytes, source.type);
  const room = destination.subarray(0, count * target.sampleBytes);
  const view = viewOfSamples(room, target.type);
  const out = view ?? emptySamples(target.type, count);
  if (!source.isPlanar && !target.isPlanar) {
    const from: SampleRun = { samples, start: copy.frameOffset * channels, step: 1 };
    copySamples(from, source.type, { samples: out, start: 0, step: 1 }, target.type, count);
  } else {
    for (let i = 0; i < channels; i += 1) {
      const from = channelRun(copy, source, samples, target.isPlanar ? copy.planeIndex : i);
      copySamples(from, source.type, { samples: out, start: i, step: channels }, target.type, copy.frameCount);
    }
  }
  if (!view) room.set(new Uint8Array(out.buffer, out.byteOffset, out.byteLength));
}

/** The samples of one channel, from the offset on. */
function channelRun(
  copy: SampleCopy,
  { isPlanar }: SampleLayout,
  samples: SampleRun['samples'],
  channel: number,
): SampleRun {
  const { numberOfFrames, numberOfChannels, frameOffset } = copy;
  return isPlanar
    ? { samples, start: channel * numberOfFrames + frameOffset, step: 1 }
    : { samples, start: frameOffset * numberOfChannels + channel, step: numberOfChannels };
}
