import { SdkError } from '@remotemedia/base';
import { leaseAudioContext } from './shared-audio-context.ts';

export { audioContextLeases } from './shared-audio-context.ts';
export { tickListeners } from './ticker.ts';

/** A track made by a program, for tests and screenshots. */
export interface TestTrack {
  /** The track. */
  readonly track: MediaStreamTrack;
  /** Stops the track and what feeds it. Calling it again does nothing. */
  close(): void;
}

/** How a tone sounds. */
export interface ToneTrackOptions {
  /** Pitch in Hz, above 0 and below half the sample rate. */
  readonly frequencyHz: number;
  /** Peak amplitude, 0…1. @default 0.25 */
  readonly amplitude?: number | undefined;
}

/** How a painted picture looks. */
export interface PaintedTrackOptions {
  /** CSS colour of the whole picture but for a white bar that moves over its lower quarter. */
  readonly color: string;
  /** Width in pixels. @default 320 */
  readonly width?: number | undefined;
  /** Height in pixels. @default 180 */
  readonly height?: number | undefined;
  /** Pictures a second. @default 15 */
  readonly frameRate?: number | undefined;
}

/** A track with one steady sine tone. The context of the page must be allowed to run. */
export function createToneTrack({ frequencyHz, amplitude = 0.25 }: ToneTrackOptions): TestTrack {
  const { context, release } = leaseAudioContext();
  const oscillator = new OscillatorNode(context, { frequency: frequencyHz });
  const gain = new GainNode(context, { gain: amplitude });
  const destination = new MediaStreamAudioDestinationNode(context, { channelCount: 1 });
  oscillator.connect(gain).connect(destination);
  oscillator.start();
  const [track] = destination.stream.getAudioTracks();
  if (!track) throw new SdkError('internal', 'a destination node came without a track');
  let closed = false;
  return {
    track,
    close: () => {
      if (closed) return;
      closed = true;
      track.stop();
      oscillator.stop();
      oscillator.disconnect();
      gain.disconnect();
      release();
    },
  };
}

/** A track with a plain colour and a white bar that never rests, so that a frozen picture shows. */
export function createPaintedTrack(options: PaintedTrackOptions): TestTrack {
  const { color, width = 320, height = 180, frameRate = 15 } = options;
  const canvas = Object.assign(document.createElement('canvas'), { width, height });
  const pen = canvas.getContext('2d');
  const [track] = canvas.captureStream(frameRate).getVideoTracks();
  if (!pen || !track) throw new SdkError('unimplemented', 'this browser cannot make a track of a canvas');
  let picture = 0;
  const paint = () => {
    paintPicture(pen, color, picture);
    picture += 1;
  };
  paint();
  const timer = setInterval(paint, 1000 / frameRate);
  return {
    track,
    close: () => {
      clearInterval(timer);
      track.stop();
    },
  };
}

function paintPicture(pen: CanvasRenderingContext2D, color: string, picture: number): void {
  const { width, height } = pen.canvas;
  pen.fillStyle = color;
  pen.fillRect(0, 0, width, height);
  pen.fillStyle = 'white';
  const step = width / 16;
  pen.fillRect((picture % 16) * step, height * 0.75, step, height * 0.25);
}
