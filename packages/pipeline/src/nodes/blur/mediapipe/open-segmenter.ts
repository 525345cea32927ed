import { SdkError, SerialQueue, withDeadline } from '@remotemedia/base';
import type { NodeContext } from '../../../node/node-definition.ts';
import { openCanvas, openDrawing } from '../canvas/open-canvas.ts';
import type { PersonMask, Segmenter } from '../segmenter.ts';
import { withMetadata } from './model-metadata.ts';
import { isVisionModule, type VisionResult, type VisionSegmenter } from './vision-module.ts';

/** Longest time to load and start MediaPipe, in ms: eleven megabytes of WebAssembly on a slow device. */
const START_TIMEOUT_MS = 60_000;

/** Side of the picture that is only there to get everything ready. */
const WARM_UP_SIDE_PX = 16;

/** What to do about a file. */
const ADVICE = 'the files are in the package @remotemedia/models';

/** MediaPipe hands what it loads to what it starts through a global variable, so only one can start at a time. */
const starts = new SerialQueue();

/**
 * Opens MediaPipe's selfie segmentation.
 *
 * It computes with the processor: a small model takes a few milliseconds there, and the way to a graphics processor and
 * back takes longer, not to speak of browsers without one.
 *
 * @throws {SdkError} `unavailable` naming the file that cannot be loaded, `failed-precondition` naming the one that is wrong,
 * `unimplemented` where there is no WebGL 2, `deadline-exceeded` when it does not start, `cancelled` when the node was closed meanwhile
 */
export async function openMediapipeSegmenter({ asset, signal }: NodeContext): Promise<Segmenter> {
  const model = asset('segmentationModel');
  if (!(model instanceof Uint8Array)) throw new SdkError('internal', 'segmentationModel must come as bytes');
  const modelAssetBuffer = withMetadata(model);
  const canvas = openCanvas(1, 1);
  if (!canvas.getContext('webgl2'))
    throw new SdkError(
      'unimplemented',
      'BackgroundBlur needs WebGL 2, and this browser has none, or it is switched off',
    );
  const vision = await load('vision', urlOf(asset('vision')));
  if (!isVisionModule(vision)) throw wrongFile('vision', 'it is not @mediapipe/tasks-vision');
  const loader = await load('visionLoader', urlOf(asset('visionLoader')));
  const files = { wasmLoaderPath: '', wasmBinaryPath: urlOf(asset('visionWasm')) };
  const start = async (): Promise<VisionSegmenter> => {
    // A loader that was imported before does not run again, and MediaPipe takes its factory away after each start.
    Reflect.set(globalThis, 'ModuleFactory', factoryOf(loader));
    return await vision.ImageSegmenter.createFromOptions(files, {
      baseOptions: { modelAssetBuffer, delegate: 'CPU' },
      runningMode: 'IMAGE',
      canvas,
      outputConfidenceMasks: true,
      outputCategoryMask: false,
    });
  };
  const segmenter = new MediapipeSegmenter(await starts.run(() => startInTime(start, files.wasmBinaryPath, signal)));
  // The first picture takes many times as long as the others: this one is nobody's.
  segmenter.segment(openDrawing(WARM_UP_SIDE_PX, WARM_UP_SIDE_PX).canvas);
  return segmenter;
}

async function startInTime(
  start: () => Promise<VisionSegmenter>,
  wasmUrl: string,
  signal: AbortSignal,
): Promise<VisionSegmenter> {
  const started = start();
  let isLate = false;
  started.then(
    (segmenter) => isLate && segmenter.close(),
    () => {},
  );
  try {
    return await withDeadline(() => started, { signal, timeoutMs: START_TIMEOUT_MS, what: 'starting MediaPipe' });
  } catch (error) {
    isLate = true;
    if (error instanceof SdkError) throw error;
    throw wrongFile(`visionWasm (${wasmUrl}) or segmentationModel`, String(error).split('\n')[0] ?? '', error);
  }
}

class MediapipeSegmenter implements Segmenter {
  #segmenter: VisionSegmenter | undefined;
  #mask: PersonMask = { width: 0, height: 0, confidences: new Float32Array(0) };

  constructor(segmenter: VisionSegmenter) {
    this.#segmenter = segmenter;
  }

  segment(picture: OffscreenCanvas): PersonMask {
    if (!this.#segmenter) throw new SdkError('failed-precondition', 'the segmenter is closed');
    this.#segmenter.segment(picture, (result) => this.#take(result));
    const { width, height } = this.#mask;
    if (width === picture.width && height === picture.height) return this.#mask;
    throw wrongFile('segmentationModel', `its mask has ${width}×${height} pixels`);
  }

  close(): void {
    this.#segmenter?.close();
    this.#segmenter = undefined;
  }

  #take({ confidenceMasks }: VisionResult): void {
    const mask = confidenceMasks?.at(-1);
    if (!mask) throw wrongFile('segmentationModel', 'it gives no mask');
    const { width, height } = mask;
    this.#mask = { width, height, confidences: mask.getAsFloat32Array() };
  }
}

async function load(name: string, url: string): Promise<unknown> {
  try {
    return await import(/* @vite-ignore */ url);
  } catch (error) {
    const detail = `BackgroundBlur cannot load its file ${name} from ${url}: ${String(error)}; ${ADVICE}`;
    throw new SdkError('unavailable', detail, { cause: error });
  }
}

function factoryOf(loader: unknown): unknown {
  const factory: unknown =
    typeof loader === 'object' && loader !== null && 'default' in loader ? loader.default : undefined;
  if (typeof factory === 'function') return factory;
  throw wrongFile('visionLoader', 'it is not vision_wasm_module_internal.js of @mediapipe/tasks-vision');
}

function urlOf(asset: unknown): string {
  if (typeof asset === 'string') return asset;
  throw new SdkError('internal', 'the files of MediaPipe must come as addresses');
}

function wrongFile(name: string, what: string, cause?: unknown): SdkError {
  return new SdkError('failed-precondition', `BackgroundBlur cannot use its file ${name}: ${what}; ${ADVICE}`, {
    cause,
  });
}
