import type { PublishWish } from './hooks.ts';

/** A camera and a steady tone. Whoever opens them closes them. */
export class Sources {
  readonly stream: MediaStream;
  readonly #ends: readonly (() => void)[];

  private constructor(parts: readonly Source[]) {
    this.stream = new MediaStream(parts.flatMap(({ tracks }) => tracks));
    this.#ends = parts.map(({ end }) => end);
  }

  /** Opens what is wished. */
  static async open(wish: PublishWish, context: AudioContext): Promise<Sources> {
    const picture = wish.width > 0 && (wish.isDrawn ? drawn(wish) : await camera(wish));
    return new Sources([...(wish.tone ? [tone(context)] : []), ...(picture ? [picture] : [])]);
  }

  /** Lets go of both. */
  close(): void {
    for (const track of this.stream.getTracks()) track.stop();
    for (const end of this.#ends) end();
  }
}

interface Source {
  readonly tracks: readonly MediaStreamTrack[];
  readonly end: () => void;
}

async function camera({ width, height, fps }: PublishWish): Promise<Source> {
  const video = { width: { exact: width }, height: { exact: height }, frameRate: { ideal: fps } };
  return { tracks: (await navigator.mediaDevices.getUserMedia({ video })).getTracks(), end: () => {} };
}

/** A field whose hue goes round. */
function drawn({ width, height, fps }: PublishWish): Source {
  const canvas = Object.assign(document.createElement('canvas'), { width, height });
  const brush = canvas.getContext('2d');
  let hue = 0;
  const timer = window.setInterval(() => {
    hue = (hue + 3) % 360;
    if (brush) brush.fillStyle = `hsl(${hue} 80% 50%)`;
    brush?.fillRect(0, 0, width, height);
  }, 1_000 / fps);
  return { tracks: canvas.captureStream(fps).getTracks(), end: () => clearInterval(timer) };
}

function tone(context: AudioContext): Source {
  const oscillator = new OscillatorNode(context, { frequency: 440 });
  const volume = new GainNode(context, { gain: 0.3 });
  const destination = new MediaStreamAudioDestinationNode(context, { channelCount: 1 });
  oscillator.connect(volume).connect(destination);
  oscillator.start();
  const end = (): void => {
    oscillator.stop();
    oscillator.disconnect();
    volume.disconnect();
  };
  return { tracks: destination.stream.getTracks(), end };
}
