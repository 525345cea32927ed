/** The part of `@mediapipe/tasks-vision` that is used here. */
export interface VisionModule {
  readonly ImageSegmenter: {
    createFromOptions(files: VisionFiles, options: VisionOptions): Promise<VisionSegmenter>;
  };
}

/** Where its WebAssembly is. An empty loader: whatever `globalThis.ModuleFactory` is. */
export interface VisionFiles {
  readonly wasmLoaderPath: string;
  readonly wasmBinaryPath: string;
}

/** How a segmenter is made. */
export interface VisionOptions {
  readonly baseOptions: { readonly modelAssetBuffer: Uint8Array; readonly delegate: 'CPU' };
  readonly runningMode: 'IMAGE';
  readonly canvas: OffscreenCanvas;
  readonly outputConfidenceMasks: boolean;
  readonly outputCategoryMask: boolean;
}

/** A segmenter of MediaPipe's. */
export interface VisionSegmenter {
  segment(image: OffscreenCanvas, callback: (result: VisionResult) => void): void;
  close(): void;
}

/** Masks that are gone when the callback returns. */
export interface VisionResult {
  readonly confidenceMasks?: readonly {
    readonly width: number;
    readonly height: number;
    getAsFloat32Array(): Float32Array;
  }[];
}

/** Whether a module is MediaPipe's. */
export function isVisionModule(module: unknown): module is VisionModule {
  if (typeof module !== 'object' || module === null || !('ImageSegmenter' in module)) return false;
  const { ImageSegmenter } = module;
  return typeof ImageSegmenter === 'function' && 'createFromOptions' in ImageSegmenter;
}
