import { SdkError } from '@remotemedia/sdk';
import { openUserMedia } from '@remotemedia/sdk/media';
import { TestPicture } from '../../codecs/picture/test-picture.ts';
import { Melody } from '../../codecs/sound/melody.ts';
import { BLOCK, SAMPLE_RATE } from '../../codecs/sound/sound-settings.ts';

/** What goes into the pipeline: made here, or captured. */
export type InputKind = 'sound' | 'picture' | 'microphone' | 'camera';

/** A track for the pipeline, and how to let go of it. */
export interface LabInput {
  /** What goes in. */
  readonly track: MediaStreamTrack;
  /** Stops it. */
  readonly close: () => void;
}

/** How long the tune is before it begins again: its sixteen notes. */
const TUNE_SECONDS = 4;
/** Loudness of the hiss under the tune, for those who want to take it away. */
const HISS = 0.01;
const [WIDTH, HEIGHT, FRAMES_PER_SECOND] = [640, 360, 30];

/** Opens an input. @throws {SdkError} when a device cannot be opened */
export function openInput(kind: InputKind): Promise<LabInput> {
  switch (kind) {
    case 'sound':
      return playTune();
    case 'picture':
      return drawPicture();
    case 'microphone':
      return capture({ audio: { echoCancellation: true, noiseSuppression: false } });
    case 'camera':
      return capture({ video: { width: WIDTH, height: HEIGHT } });
  }
}

/** Whether the input is sound. */
export function isSound(kind: InputKind): boolean {
  return kind === 'sound' || kind === 'microphone';
}

async function playTune(): Promise<LabInput> {
  const context = new AudioContext();
  const buffer = new AudioBuffer({ length: TUNE_SECONDS * SAMPLE_RATE, sampleRate: SAMPLE_RATE });
  const samples = buffer.getChannelData(0);
  const melody = new Melody();
  for (let at = 0; at + BLOCK <= samples.length; at += BLOCK) samples.set(melody.next(), at);
  for (let at = 0; at < samples.length; at += 1) samples[at] = (samples[at] ?? 0) + HISS * (2 * Math.random() - 1);
  const source = new AudioBufferSourceNode(context, { buffer, loop: true });
  const destination = new MediaStreamAudioDestinationNode(context);
  source.connect(destination);
  source.start();
  await context.resume();
  const close = () => void context.close();
  return { track: trackOf(destination.stream, close), close };
}

async function drawPicture(): Promise<LabInput> {
  const canvas = document.createElement('canvas');
  Object.assign(canvas, { width: WIDTH, height: HEIGHT });
  const context = canvas.getContext('2d');
  const scene = new OffscreenCanvas(WIDTH, HEIGHT).getContext('2d');
  if (!context || !scene) throw new SdkError('unimplemented', 'this browser cannot draw a test picture');
  const picture = new TestPicture(scene);
  const draw = () => {
    picture.draw(scene, performance.now() / 1_000);
    context.drawImage(scene.canvas, 0, 0);
  };
  draw();
  const stream = canvas.captureStream(FRAMES_PER_SECOND);
  const timer = setInterval(draw, 1_000 / FRAMES_PER_SECOND);
  const close = () => {
    clearInterval(timer);
    for (const track of stream.getTracks()) track.stop();
  };
  return { track: trackOf(stream, close), close };
}

async function capture(constraints: MediaStreamConstraints): Promise<LabInput> {
  const stream = await openUserMedia(constraints);
  const close = () => {
    for (const track of stream.getTracks()) track.stop();
  };
  return { track: trackOf(stream, close), close };
}

function trackOf(stream: MediaStream, close: () => void): MediaStreamTrack {
  const [track] = stream.getTracks();
  if (track) return track;
  close();
  throw new SdkError('unavailable', 'the input has no track');
}
