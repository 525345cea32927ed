import { SdkError } from '@remotemedia/sdk';
import { openUserMedia } from '@remotemedia/sdk/media';
import { Store } from '../../ui/store.ts';
import { TestPicture } from './test-picture.ts';

/** Where pictures come from now. */
export type SourceState =
  | { readonly kind: 'test' }
  | { readonly kind: 'opening' }
  | { readonly kind: 'camera' }
  | { readonly kind: 'failed'; readonly error: SdkError };

/** Draws the camera, or a test picture while there is none, and gives the pixels. */
export class PictureSource {
  /** Where pictures come from. */
  readonly state: Store<SourceState> = new Store<SourceState>({ kind: 'test' });
  readonly #context: OffscreenCanvasRenderingContext2D;
  readonly #testPicture: TestPicture;
  readonly #video: HTMLVideoElement = Object.assign(document.createElement('video'), {
    muted: true,
    playsInline: true,
  });
  #turn = 0;

  /** @throws {SdkError} `unimplemented` where nothing can be drawn beside the page */
  constructor() {
    const context = new OffscreenCanvas(640, 360).getContext('2d', { willReadFrequently: true });
    if (!context) throw new SdkError('unimplemented', 'this browser cannot draw pictures beside the page');
    this.#context = context;
    this.#testPicture = new TestPicture(context);
  }

  /** Opens the camera, or closes it. What goes wrong becomes the state, and the test picture is shown. */
  async choose(source: 'camera' | 'test'): Promise<void> {
    this.#turn += 1;
    const turn = this.#turn;
    this.#closeCamera();
    this.state.set(source === 'test' ? { kind: 'test' } : { kind: 'opening' });
    if (source === 'test') return;
    try {
      const stream = await openUserMedia({ video: { width: 1280, height: 720 } });
      // Somebody chose anew while the camera was starting.
      if (turn !== this.#turn) return stopTracks(stream);
      this.#video.srcObject = stream;
      await this.#video.play();
      if (turn === this.#turn) this.state.set({ kind: 'camera' });
    } catch (error) {
      if (turn !== this.#turn) return;
      this.#closeCamera();
      this.state.set({ kind: 'failed', error: SdkError.from(error) });
    }
  }

  /** The picture of this moment. */
  take(width: number, height: number, seconds: number): ImageData {
    const { canvas } = this.#context;
    if (canvas.width !== width || canvas.height !== height) {
      canvas.width = width;
      canvas.height = height;
    }
    if (this.state.get().kind === 'camera') drawCovering(this.#context, this.#video);
    else this.#testPicture.draw(this.#context, seconds);
    return this.#context.getImageData(0, 0, width, height);
  }

  #closeCamera(): void {
    const { srcObject } = this.#video;
    this.#video.srcObject = null;
    if (srcObject instanceof MediaStream) stopTracks(srcObject);
  }
}

function stopTracks(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop();
}

/** Fills the canvas; what does not fit is cut off evenly. */
function drawCovering(context: OffscreenCanvasRenderingContext2D, video: HTMLVideoElement): void {
  const { width, height } = context.canvas;
  const scale = Math.max(width / video.videoWidth, height / video.videoHeight);
  const [shownWidth, shownHeight] = [video.videoWidth * scale, video.videoHeight * scale];
  context.drawImage(video, (width - shownWidth) / 2, (height - shownHeight) / 2, shownWidth, shownHeight);
}
