import { afterEach, expect, it } from 'vitest';
import { leaseAudioContext } from './shared-audio-context.ts';
import { audioContextLeases, createPaintedTrack, createToneTrack } from './testing.ts';

const undos: (() => void)[] = [];
afterEach(() => {
  for (const undo of undos.splice(0)) undo();
  expect(audioContextLeases()).toBe(0);
});

it('makes a tone of the pitch that was asked for', async () => {
  const tone = createToneTrack({ frequencyHz: 880 });
  const { context, release } = leaseAudioContext();
  const analyser = new AnalyserNode(context, { fftSize: 8192 });
  const source = context.createMediaStreamSource(new MediaStream([tone.track]));
  source.connect(analyser);
  undos.push(() => source.disconnect(), release, tone.close);
  const bins = new Float32Array(analyser.frequencyBinCount);
  const loudestHz = () => {
    analyser.getFloatFrequencyData(bins);
    return (bins.indexOf(Math.max(...bins)) * context.sampleRate) / analyser.fftSize;
  };
  await expect.poll(() => Math.abs(loudestHz() - 880), { timeout: 5000 }).toBeLessThan(12);
});

it('paints the colour that was asked for and never rests', async () => {
  const painted = createPaintedTrack({ color: 'rgb(200, 40, 90)' });
  undos.push(painted.close);
  const video = Object.assign(document.createElement('video'), {
    muted: true,
    srcObject: new MediaStream([painted.track]),
  });
  await video.play();
  const pen = new OffscreenCanvas(320, 180).getContext('2d', { willReadFrequently: true });
  const look = () => {
    pen?.drawImage(video, 0, 0, 320, 180);
    return pen?.getImageData(0, 0, 320, 180).data ?? new Uint8ClampedArray();
  };
  const [red = 0, green = 0, blue = 0] = look();
  expect(Math.hypot(red - 200, green - 40, blue - 90)).toBeLessThan(20);
  const sum = () =>
    look()
      .slice(320 * 4 * 150, 320 * 4 * 151)
      .join();
  const first = sum();
  await expect.poll(sum).not.toBe(first);
});

it('ends with its owner, more than once if need be', () => {
  const tone = createToneTrack({ frequencyHz: 440 });
  tone.close();
  tone.close();
  expect(tone.track.readyState).toBe('ended');
});
