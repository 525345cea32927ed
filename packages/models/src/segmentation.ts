/** Where the files of the node `BackgroundBlur` are: MediaPipe's vision tasks, and the selfie segmentation model. */
export const segmentationAssets: Readonly<Record<'vision' | 'visionLoader' | 'visionWasm' | 'segmentationModel', URL>> =
  {
    vision: new URL('../../../node_modules/@mediapipe/tasks-vision/vision_bundle.mjs', import.meta.url),
    visionLoader: new URL(
      '../../../node_modules/@mediapipe/tasks-vision/wasm/vision_wasm_module_internal.js',
      import.meta.url,
    ),
    visionWasm: new URL(
      '../../../node_modules/@mediapipe/tasks-vision/wasm/vision_wasm_module_internal.wasm',
      import.meta.url,
    ),
    segmentationModel: new URL(
      '../../../node_modules/@mediapipe/selfie_segmentation/selfie_segmentation_landscape.tflite',
      import.meta.url,
    ),
  };
