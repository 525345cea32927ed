import { type EngineExplanation, VideoEncoder } from '@remotemedia/sdk/codecs';
import { Store } from '../../ui/store.ts';
import { PictureSource } from './picture-source.ts';
import { VideoLane } from './video-lane.ts';
import { encoderConfig, FIRST_SETTINGS, FRAMERATE, type VideoSettings, widthOf } from './video-settings.ts';

/** How often figures are shown anew, ms. */
const PUBLISH_EVERY_MS = 500;

/** Takes a canvas that pictures are shown on, and `null` when it is gone. */
type TakeCanvas = (canvas: HTMLCanvasElement | null) => void;

/** The same pictures through the browser's codecs and through ours, at the same time. */
export class Comparison {
  /** What is set. */
  readonly settings: Store<VideoSettings> = new Store(FIRST_SETTINGS);
  /** Whether pictures go through. */
  readonly running: Store<boolean> = new Store(false);
  /** Which engine the SDK would take for these settings by itself, and why; `undefined` until it has looked. */
  readonly choice: Store<EngineExplanation | undefined> = new Store<EngineExplanation | undefined>(undefined);
  /** Where the pictures come from. */
  readonly source: PictureSource = new PictureSource();
  /** Take the canvases of what goes in and of what comes out of each engine; always the same functions. */
  readonly takeCanvas: Readonly<Record<'source' | 'webcodecs' | 'wasm', TakeCanvas>> = {
    source: (canvas) => this.#canvases.set('source', canvas),
    webcodecs: (canvas) => this.#canvases.set('webcodecs', canvas),
    wasm: (canvas) => this.#canvases.set('wasm', canvas),
  };
  /** The browser's codecs. */
  readonly webcodecs: VideoLane = new VideoLane('webcodecs', (picture) => this.#show('webcodecs', picture));
  /** Ours. */
  readonly wasm: VideoLane = new VideoLane('wasm', (picture) => this.#show('wasm', picture));
  readonly #canvases = new Map<string, HTMLCanvasElement | null>();
  #wantsKeyFrame = false;
  #startMs = 0;
  #lastMs = Number.NEGATIVE_INFINITY;
  #publishing: ReturnType<typeof setInterval> | undefined;

  /** Lets pictures through. */
  start(): void {
    if (this.running.get()) return;
    this.running.set(true);
    this.#startMs = performance.now();
    this.#lastMs = Number.NEGATIVE_INFINITY;
    this.#configure();
    this.#publishing = setInterval(() => this.#publish(), PUBLISH_EVERY_MS);
    requestAnimationFrame((nowMs) => this.#tick(nowMs));
  }

  /** Stops, and gives the codecs' memory back. */
  stop(): void {
    if (!this.running.get()) return;
    this.running.set(false);
    clearInterval(this.#publishing);
    for (const lane of this.#lanes) {
      lane.publish();
      lane.close();
    }
  }

  /** Changes settings in mid-stream. */
  change(settings: Partial<VideoSettings>): void {
    const before = this.settings.get();
    this.settings.update((now) => ({ ...now, ...settings }));
    if (settings.source && settings.source !== before.source) void this.source.choose(settings.source);
    else if (this.running.get()) this.#configure();
  }

  /** Makes the next picture one that can be decoded without those before it. */
  requestKeyFrame(): void {
    this.#wantsKeyFrame = true;
  }

  get #lanes(): readonly VideoLane[] {
    return [this.webcodecs, this.wasm];
  }

  #publish(): void {
    for (const lane of this.#lanes) lane.publish();
  }

  #configure(): void {
    const settings = this.settings.get();
    for (const lane of this.#lanes) lane.configure(settings);
    // What only ours can do is in the configuration of ours.
    const explained = VideoEncoder.explainEngine({ ...encoderConfig(settings, 'wasm'), engine: 'auto' });
    explained.then(
      (choice) => settings === this.settings.get() && this.choice.set(choice),
      () => this.choice.set(undefined),
    );
  }

  #tick(nowMs: number): void {
    if (!this.running.get()) return;
    requestAnimationFrame((next) => this.#tick(next));
    // A little early is near enough: screens do not beat in step with thirty pictures a second.
    if (nowMs - this.#lastMs < 1_000 / FRAMERATE - 4) return;
    this.#lastMs = nowMs;
    const settings = this.settings.get();
    const picture = this.source.take(widthOf(settings), settings.height, (nowMs - this.#startMs) / 1_000);
    this.#show('source', picture);
    const timestamp = Math.round(nowMs * 1_000);
    for (const lane of this.#lanes) lane.put(picture, timestamp, this.#wantsKeyFrame);
    this.#wantsKeyFrame = false;
  }

  #show(name: string, picture: ImageData): void {
    const canvas = this.#canvases.get(name);
    if (!canvas) return;
    if (canvas.width !== picture.width || canvas.height !== picture.height) {
      canvas.width = picture.width;
      canvas.height = picture.height;
    }
    canvas.getContext('2d')?.putImageData(picture, 0, 0);
  }
}
