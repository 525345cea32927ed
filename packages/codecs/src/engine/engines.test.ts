import { describeEngine } from './engine-contract.ts';
import { audioDecoderSample, audioEncoderSample, videoEncoderSample } from './engine-samples-contract.ts';
import { openAudioDecoder, openAudioEncoder, openVideoEncoder } from './open-engine.ts';

describeEngine(
  'wasm audio encoder',
  audioEncoderSample((sink) => openAudioEncoder('wasm', sink)),
);
describeEngine(
  'wasm audio decoder',
  audioDecoderSample((sink) => openAudioDecoder('wasm', sink)),
);
describeEngine(
  'wasm video encoder',
  videoEncoderSample((sink) => openVideoEncoder('wasm', sink)),
);
