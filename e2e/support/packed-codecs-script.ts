/** A page's script: brings sound and pictures through the codecs in WebAssembly and says what came out. */
export const CODECS_SCRIPT: string = `import {
  AudioData, AudioDecoder, AudioEncoder, setCodecLocations, VideoDecoder, VideoEncoder, VideoFrame,
} from '@remotemedia/sdk/codecs';

async function roundTrip(Encoder, Decoder, config, inputs, decoderConfig) {
  const chunks = [];
  const outputs = [];
  let failure;
  const error = (found) => { failure ??= found; };
  const encoder = new Encoder({ output: (chunk) => chunks.push(chunk), error });
  const decoder = new Decoder({ output: (output) => outputs.push(output), error });
  try {
    encoder.configure({ ...config, engine: 'wasm' });
    for (const input of inputs) { encoder.encode(input); input.close(); }
    await encoder.flush();
    decoder.configure({ ...decoderConfig, engine: 'wasm' });
    for (const chunk of chunks) decoder.decode(chunk);
    await decoder.flush();
    return outputs.length;
  } catch (caught) {
    throw failure ?? caught;
  } finally {
    if (encoder.state !== 'closed') encoder.close();
    if (decoder.state !== 'closed') decoder.close();
    for (const output of outputs) output.close();
  }
}

const sound = (index) => new AudioData({
  format: 'f32', sampleRate: 48000, numberOfFrames: 960, numberOfChannels: 1, timestamp: index * 20000,
  data: Float32Array.from({ length: 960 }, (_, i) => Math.sin(i / 10) / 4),
});
const picture = (index) => new VideoFrame(new Uint8Array(64 * 64 * 4).fill(index * 20), {
  format: 'RGBA', codedWidth: 64, codedHeight: 64, timestamp: index * 40000,
});

globalThis.tryCodecs = async (locations) => {
  try {
    if (locations) setCodecLocations(locations);
    const opus = { codec: 'opus', sampleRate: 48000, numberOfChannels: 1 };
    const sounds = await roundTrip(AudioEncoder, AudioDecoder, opus, [0, 1, 2].map(sound), opus);
    const vp9 = { codec: 'vp09.00.10.08', width: 64, height: 64 };
    const pictures = await roundTrip(VideoEncoder, VideoDecoder, vp9, [0, 1, 2].map(picture), { codec: vp9.codec });
    return sounds + ' sounds, ' + pictures + ' pictures';
  } catch (error) {
    return error.name + ': ' + error.message;
  }
};
`;
