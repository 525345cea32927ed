import { describeEngine } from '../engine-contract.ts';
import { audioDecoderSample, audioEncoderSample, videoEncoderSample } from '../engine-samples-contract.ts';
import { openAudioDecoder, openAudioEncoder, openVideoEncoder } from '../open-engine.ts';

describeEngine(
  'browser’s audio encoder',
  audioEncoderSample((sink) => openAudioEncoder('webcodecs', sink)),
);
describeEngine(
  'browser’s audio decoder',
  audioDecoderSample((sink) => openAudioDecoder('webcodecs', sink)),
);
describeEngine(
  'browser’s video encoder',
  videoEncoderSample((sink) => openVideoEncoder('webcodecs', sink)),
);
