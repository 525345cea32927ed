/** Where the files of the node `SileroVAD` are: ONNX Runtime Web, and Silero VAD's model. */
export const sileroAssets: Readonly<Record<'onnxruntime' | 'onnxruntimeWasm' | 'sileroModel', URL>> = {
  onnxruntime: new URL('../../../node_modules/onnxruntime-web/dist/ort.wasm.bundle.min.mjs', import.meta.url),
  onnxruntimeWasm: new URL('../../../node_modules/onnxruntime-web/dist/ort-wasm-simd-threaded.wasm', import.meta.url),
  sileroModel: new URL('../../../node_modules/@ricky0123/vad-web/dist/silero_vad_v5.onnx', import.meta.url),
};
