// The files that tests of this room need, read in Node.
import { readFileSync } from 'node:fs';
import { sileroAssets } from '@remotemedia/models/silero';
import type { Asset } from '../../node/node-definition.ts';
import { decodeSpeech } from './speech-contract.ts';

/** The codec that the recording is decoded with. */
export function opusModule(): WebAssembly.Module {
  return moduleAt('../../../../codecs/src/opus/opus.wasm');
}

/** RNNoise. */
export function rnnoiseModule(): WebAssembly.Module {
  return moduleAt('../../../../../node_modules/@sapphi-red/web-noise-suppressor/dist/rnnoise_simd.wasm');
}

/** The recording at 48 kHz. */
export function speechRecording(): Float32Array<ArrayBuffer> {
  return decodeSpeech(readFileSync(new URL('./fixtures/speech.opus', import.meta.url)), opusModule());
}

/** What `SileroVAD` needs. */
export function sileroFiles(): Readonly<Record<string, Asset>> {
  return {
    onnxruntime: sileroAssets.onnxruntime.href,
    onnxruntimeWasm: new Uint8Array(readFileSync(sileroAssets.onnxruntimeWasm)),
    sileroModel: new Uint8Array(readFileSync(sileroAssets.sileroModel)),
  };
}

function moduleAt(path: string): WebAssembly.Module {
  return new WebAssembly.Module(readFileSync(new URL(path, import.meta.url)));
}
