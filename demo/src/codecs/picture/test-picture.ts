/** Draws a moving picture with large shapes, fine lines, text and noise, for those who have no camera at hand. */
export class TestPicture {
  readonly #grain: CanvasPattern | null;

  /** @param context what will be drawn on */
  constructor(context: OffscreenCanvasRenderingContext2D) {
    this.#grain = context.createPattern(makeGrain(), 'repeat');
  }

  /** Fills the context's canvas with the picture of a moment. */
  draw(context: OffscreenCanvasRenderingContext2D, seconds: number): void {
    const { width, height } = context.canvas;
    drawSky(context, seconds);
    for (let index = 0; index < 5; index += 1) {
      const turn = seconds * (0.5 + 0.13 * index) + index * 1.3;
      const x = width * (0.5 + 0.4 * Math.sin(turn));
      const y = height * (0.5 + 0.3 * Math.cos(turn * 1.4));
      drawBall(context, x, y, height * (0.08 + 0.02 * index), 50 * index + 20);
    }
    drawFan(context, width * 0.84, height * 0.26, height * 0.17, seconds);
    drawClock(context, seconds);
    if (!this.#grain) return;
    context.fillStyle = this.#grain;
    context.translate(-Math.random() * 64, -Math.random() * 64);
    context.fillRect(0, 0, width + 64, height + 64);
    context.resetTransform();
  }
}

function drawSky(context: OffscreenCanvasRenderingContext2D, seconds: number): void {
  const { width, height } = context.canvas;
  const sky = context.createLinearGradient(0, 0, width, height);
  sky.addColorStop(0, `hsl(${190 + 20 * Math.sin(seconds / 4)} 45% 32%)`);
  sky.addColorStop(1, `hsl(${25 + 15 * Math.cos(seconds / 3)} 55% 58%)`);
  context.fillStyle = sky;
  context.fillRect(0, 0, width, height);
}

function drawBall(context: OffscreenCanvasRenderingContext2D, x: number, y: number, radius: number, hue: number): void {
  const light = context.createRadialGradient(x - radius / 3, y - radius / 3, radius / 8, x, y, radius);
  light.addColorStop(0, `hsl(${hue} 70% 78%)`);
  light.addColorStop(1, `hsl(${hue} 60% 34%)`);
  context.fillStyle = light;
  context.beginPath();
  context.arc(x, y, radius, 0, 2 * Math.PI);
  context.fill();
}

function drawFan(context: OffscreenCanvasRenderingContext2D, x: number, y: number, radius: number, seconds: number) {
  context.strokeStyle = '#f4f3ef';
  context.lineWidth = Math.max(1, radius / 40);
  context.beginPath();
  for (let blade = 0; blade < 24; blade += 1) {
    const angle = (blade * Math.PI) / 12 + seconds / 2;
    context.moveTo(x, y);
    context.lineTo(x + radius * Math.cos(angle), y + radius * Math.sin(angle));
  }
  context.stroke();
}

function drawClock(context: OffscreenCanvasRenderingContext2D, seconds: number): void {
  const { height } = context.canvas;
  context.fillStyle = '#fffdf7';
  context.font = `600 ${Math.round(height / 9)}px system-ui, sans-serif`;
  context.fillText(`Test picture ${seconds.toFixed(1)} s`, height / 14, height - height / 12);
}

/** A square of faint noise. */
function makeGrain(): OffscreenCanvas {
  const canvas = new OffscreenCanvas(64, 64);
  const context = canvas.getContext('2d');
  if (!context) return canvas;
  const image = context.createImageData(64, 64);
  for (let at = 0; at < image.data.length; at += 4) {
    const level = Math.random() < 0.5 ? 0 : 255;
    image.data.set([level, level, level, Math.random() * 22], at);
  }
  context.putImageData(image, 0, 0);
  return canvas;
}
