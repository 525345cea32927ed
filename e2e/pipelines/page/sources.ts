/** A steady tone and a field of one colour that moves, as tracks of one stream. Whoever opens them closes them. */
export interface Sources {
  /** Both. */
  readonly stream: MediaStream;
  /** Stops both. */
  close(): void;
}

/** Opens them. */
export function openSources(context: AudioContext, toneHz: number, hasPicture: boolean): Sources {
  // A quarter of full scale. What a GainNode does is not seen in Firefox's tracks.
  const [real, imag] = [new Float32Array([0, 0]), new Float32Array([0, 0.25])];
  const periodicWave = new PeriodicWave(context, { real, imag, disableNormalization: true });
  const oscillator = new OscillatorNode(context, { frequency: toneHz, periodicWave });
  const destination = new MediaStreamAudioDestinationNode(context, { channelCount: 1 });
  oscillator.connect(destination);
  oscillator.start();
  const picture = hasPicture ? drawPicture() : undefined;
  const stream = new MediaStream([...destination.stream.getTracks(), ...(picture?.tracks ?? [])]);
  return {
    stream,
    close() {
      oscillator.stop();
      oscillator.disconnect();
      picture?.close();
      for (const track of stream.getTracks()) track.stop();
    },
  };
}

function drawPicture(): { readonly tracks: readonly MediaStreamTrack[]; close(): void } {
  const canvas = Object.assign(document.createElement('canvas'), { width: 320, height: 180 });
  const brush = canvas.getContext('2d');
  let turn = 0;
  const draw = () => {
    turn += 1;
    if (!brush) return;
    brush.fillStyle = 'hsl(20 90% 50%)';
    brush.fillRect(0, 0, 320, 180);
    brush.fillStyle = 'hsl(20 90% 35%)';
    brush.fillRect((turn * 5) % 320, 0, 40, 180);
  };
  draw();
  const timer = setInterval(draw, 1_000 / 30);
  return { tracks: canvas.captureStream(30).getTracks(), close: () => clearInterval(timer) };
}
