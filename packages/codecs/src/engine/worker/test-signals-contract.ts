import { AudioData, VideoFrame } from '../../webcodecs/data/index.ts';

/** A tone of 440 Hz, whose phase goes on from input to input. */
export function tone(startFrame: number, frames: number, sampleRate = 48_000, numberOfChannels = 1): AudioData {
  const data = new Float32Array(frames * numberOfChannels);
  for (let i = 0; i < frames; i += 1)
    data.fill(toneAt(startFrame + i, sampleRate), i * numberOfChannels, (i + 1) * numberOfChannels);
  const timestamp = Math.round((startFrame * 1_000_000) / sampleRate);
  return new AudioData({ format: 'f32', sampleRate, numberOfFrames: frames, numberOfChannels, timestamp, data });
}

/** Value of the tone at a sample-frame. */
export function toneAt(frame: number, sampleRate = 48_000): number {
  return 0.3 * Math.sin((2 * Math.PI * 440 * frame) / sampleRate);
}

/** A gradient that moves by a pixel from picture to picture. */
export function picture(index: number, width = 160, height = 120): VideoFrame {
  const data = new Uint8Array(width * height * 4);
  for (let i = 0; i < width * height; i += 1) {
    const x = (i % width) + index;
    data.set([(x * 2) % 256, Math.floor(i / width), 128, 255], i * 4);
  }
  const timestamp = index * 40_000;
  return new VideoFrame(data, { format: 'RGBA', codedWidth: width, codedHeight: height, timestamp, duration: 40_000 });
}

/** Peak signal-to-noise ratio of the luma of two pictures, dB; the first is in RGB. */
export async function lumaPsnrDb(original: VideoFrame, decoded: VideoFrame): Promise<number> {
  const { width = 0, height = 0 } = decoded.visibleRect ?? {};
  const rgb = new Uint8Array(original.allocationSize());
  const yuv = new Uint8Array(decoded.allocationSize());
  await original.copyTo(rgb);
  const [luma] = await decoded.copyTo(yuv);
  let squares = 0;
  for (let i = 0; i < width * height; i += 1) {
    const [red = 0, green = 0, blue = 0] = rgb.subarray(i * 4, i * 4 + 3);
    const expected = 16 + (219 / 255) * (0.2126 * red + 0.7152 * green + 0.0722 * blue);
    const at = (luma?.offset ?? 0) + Math.floor(i / width) * (luma?.stride ?? 0) + (i % width);
    squares += ((yuv[at] ?? 0) - expected) ** 2;
  }
  return 10 * Math.log10((255 * 255 * width * height) / squares);
}
