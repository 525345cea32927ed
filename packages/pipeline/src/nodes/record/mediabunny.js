// mediabunny's own types bring @types/dom-webcodecs along, which says again, and otherwise, what TypeScript's DOM types say.
// The types of what is used here are in mediabunny.d.ts.
export {
  BufferSource,
  EncodedAudioPacketSource,
  EncodedPacket,
  EncodedPacketSink,
  EncodedVideoPacketSource,
  Input,
  Output,
  StreamTarget,
  WEBM,
  WebMOutputFormat,
} from 'mediabunny';
