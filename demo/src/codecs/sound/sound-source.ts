import { openUserMedia } from '@remotemedia/sdk/media';
import { Melody } from './melody.ts';
import { BLOCK_US } from './sound-settings.ts';

/** Where sound comes from. */
export interface SoundSource {
  /** Lets blocks of 20 ms come. */
  start(): void;
  /** Ends it; a microphone is given back. */
  close(): void;
}

/** Takes mono samples and their time in µs. */
export type TakeBlock = (samples: Float32Array<ArrayBuffer>, timestamp: number) => void;

/** Stops catching up after the page stood still for so long. */
const MAX_BEHIND_US = 500_000;

/** Opens a source. @throws {SdkError} when the microphone cannot be opened */
export async function openSource(
  kind: 'melody' | 'microphone',
  context: AudioContext,
  take: TakeBlock,
): Promise<SoundSource> {
  return kind === 'melody' ? playMelody(take) : await openMicrophone(context, take);
}

function playMelody(take: TakeBlock): SoundSource {
  const melody = new Melody();
  let timer: ReturnType<typeof setInterval> | undefined;
  return {
    start() {
      let at = 0;
      let startUs = performance.now() * 1_000;
      timer = setInterval(() => {
        const nowUs = performance.now() * 1_000 - startUs;
        if (nowUs - at > MAX_BEHIND_US) startUs += nowUs - at;
        for (; at < performance.now() * 1_000 - startUs; at += BLOCK_US) take(melody.next(), at);
      }, 10);
    },
    close: () => clearInterval(timer),
  };
}

async function openMicrophone(context: AudioContext, take: TakeBlock): Promise<SoundSource> {
  const stream = await openUserMedia({ audio: { echoCancellation: true, noiseSuppression: true } });
  const close = () => {
    for (const track of stream.getTracks()) track.stop();
  };
  try {
    await context.audioWorklet.addModule('/codecs-capture.worklet.js');
  } catch (error) {
    close();
    throw error;
  }
  const capture = new AudioWorkletNode(context, 'codecs-capture', { numberOfOutputs: 0 });
  let at = 0;
  capture.port.onmessage = ({ data }: MessageEvent<Float32Array<ArrayBuffer>>) => {
    take(data, at);
    at += BLOCK_US;
  };
  return {
    start: () => void new MediaStreamAudioSourceNode(context, { mediaStream: stream }).connect(capture),
    close() {
      capture.port.onmessage = null;
      close();
    },
  };
}
