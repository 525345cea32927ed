import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const GUIDE = fileURLToPath(new URL('../../docs/pipelines.md', import.meta.url));

/** The node of one's own that the guide shows, in JavaScript: the very text that a newcomer copies. */
export function guideNode(): string {
  const [, sample] = /^```ts node\n(.*?)^```$/ms.exec(readFileSync(GUIDE, 'utf8')) ?? [];
  if (sample === undefined) throw new Error('docs/pipelines.md has no sample of a node');
  const { outputText } = ts.transpileModule(sample, {
    compilerOptions: { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext },
  });
  return outputText;
}

/**
 * A page's script: leads a tone through the audio thread, with RNNoise and a node of its own, and runs the same node in a
 * worker, or in Node in a thread. It says what came out.
 */
export const PIPELINES_SCRIPT: string = `import { attachPipeline, AudioBlock, PipelineRunner } from '@remotemedia/sdk/pipeline';
import { tremolo } from './tremolo.js';

const TREMOLO = { id: 'swell', node_type: 'Tremolo', params: { rate_hz: 4, depth: 1 } };
const own = (url) => ({ nodes: [tremolo], nodeModules: [url] });

/** Least and most loudness of blocks of a hundredth of a second, in tenths. */
function swing(samples, rate) {
  const size = rate / 100;
  const loudness = [];
  for (let at = 0; at + size <= samples.length; at += size) {
    loudness.push(Math.max(...samples.subarray(at, at + size).map(Math.abs)));
  }
  return Math.round(10 * Math.min(...loudness)) + ' to ' + Math.round(10 * Math.max(...loudness));
}

globalThis.tryRunner = async (nodeUrl, options = {}) => {
  const runner = new PipelineRunner({ ...own(nodeUrl), ...options });
  try {
    const tone = Float32Array.from({ length: 48000 }, (_, at) => Math.sin(at / 5));
    const outputs = await runner.executeAll({ nodes: [TREMOLO] }, new AudioBlock(48000, [tone]));
    const [{ data }] = outputs;
    return data.kind + ' ' + swing(data.channels[0].subarray(0, data.frames), data.sampleRate);
  } catch (error) {
    return error.name + ': ' + error.message;
  } finally {
    await runner.close();
  }
};

globalThis.tryTrack = async (nodeUrl, options = {}) => {
  const context = new AudioContext({ sampleRate: 48000 });
  const tone = new OscillatorNode(context, { frequency: 500 });
  const destination = new MediaStreamAudioDestinationNode(context, { channelCount: 1 });
  tone.connect(destination);
  tone.start();
  try {
    const manifest = {
      nodes: [TREMOLO, { id: 'clean', node_type: 'NoiseSuppression' }, { id: 'level', node_type: 'AudioLevel' }],
      connections: [{ from: 'swell', to: 'clean' }, { from: 'swell', to: 'level' }],
    };
    const [track] = destination.stream.getTracks();
    const pipeline = await attachPipeline(track, manifest, { ...own(nodeUrl), ...options });
    try {
      const heard = await new Promise((resolve) => pipeline.on('output', ({ nodeId }) => resolve(nodeId)));
      return pipeline.host + ', ' + pipeline.track.readyState + ', ' + heard;
    } finally {
      pipeline.close();
    }
  } catch (error) {
    return error.name + ': ' + error.message;
  } finally {
    await context.close();
  }
};
`;
