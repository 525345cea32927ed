import { WorkletGraph } from '@remotemedia/pipeline/worklet-graph';
import { WorkletHost } from '@remotemedia/pipeline/worklet-host';
import { builtinNodes, compileManifest, type Manifest, NodeRegistry } from '@remotemedia/sdk/pipeline';
import type { Part } from './part.ts';

type Params = Readonly<Record<string, string | number | boolean | readonly Readonly<Record<string, number>>[]>>;
type Row = readonly (readonly [type: string, params?: Params])[];

const SWAPPED = [
  { from: 0, to: 1 },
  { from: 1, to: 0 },
];

/** What is in a row. */
const ROWS: Readonly<Record<string, Row>> = {
  Gain: [['Gain', { gain_db: -6 }]],
  HighPass: [['HighPass', { frequency_hz: 120 }]],
  Limiter: [['Limiter', { threshold_db: -12 }]],
  RobotVoice: [['RobotVoice']],
  ChannelMap: [['ChannelMap', { routes: SWAPPED }]],
  FastResample: [
    ['FastResample', { target_rate: 16_000 }],
    ['FastResample', { target_rate: 48_000 }],
  ],
  AudioFormatConverter: [['AudioFormatConverter', { sample_format: 's16', dither: 'triangular' }]],
  AudioChunker: [['AudioChunker']],
  NoiseSuppression: [['NoiseSuppression']],
  VoiceActivityDetection: [['VoiceActivityDetection']],
  Opus: [['OpusEncode'], ['OpusDecode']],
  chain: [
    ['HighPass', { frequency_hz: 120 }],
    ['Gain', { gain_db: 6 }],
    ['ChannelMap', { routes: SWAPPED }],
    ['RobotVoice'],
    ['Limiter', { threshold_db: -12 }],
    ['Gain', { gain_db: -6 }],
  ],
};

/** Where the files of WebAssembly are. */
const FILES: Readonly<Record<string, string>> = {
  rnnoise: new URL('../../../node_modules/@sapphi-red/web-noise-suppressor/dist/rnnoise_simd.wasm', import.meta.url)
    .href,
  opus: new URL('../../../packages/codecs/src/opus/opus.wasm', import.meta.url).href,
};

const VOICES = 5;

/** A manifest on the audio thread. */
export async function oursPart(subject: string): Promise<Part> {
  const isMixer = subject === 'AudioMixer';
  const registry = new NodeRegistry(builtinNodes);
  const plan = compileManifest(manifestOf(subject), { registry, inputKinds: ['audio'] });
  const files = plan.assets.map(async (name) => [name, await WebAssembly.compileStreaming(fetch(FILES[name] ?? ''))]);
  const assets: Record<string, WebAssembly.Module> = Object.fromEntries(await Promise.all(files));
  let host: WorkletHost | undefined;
  let isOver = false;
  return {
    ...(isMixer ? { voices: VOICES } : {}),
    async build(context, sources) {
      const slots = sources.length;
      host = await WorkletHost.open(context, {
        workletUrl: '/pipeline.worklet.js',
        slots,
        channelCount: isMixer ? 1 : 2,
      });
      const fail = (error: unknown) => {
        if (!isOver) throw error;
      };
      const listener = { onOutput: () => {}, onFault: ({ error }: { error: unknown }) => fail(error), onDeath: fail };
      const graph = await WorkletGraph.open(host, {
        plan,
        assets,
        nodeModules: [],
        find: (type) => registry.find(type),
        listener,
      });
      for (const [slot, source] of sources.entries()) {
        if (isMixer) host.setStream(slot, `voice ${slot}`);
        source.connect(host.node, 0, slot);
        host.node.connect(context.destination, slot);
      }
      // The answer says that all of this has arrived.
      await graph.stats();
    },
    close: () => {
      // The graph hears of it as of a death.
      isOver = true;
      host?.close();
    },
  };
}

function manifestOf(subject: string): Manifest {
  if (subject === 'AudioMixer') return rowOf([['AudioMixer', { mode: 'mix-minus', inputs: VOICES }]]);
  if (subject === 'AudioLevel') return besideSound('AudioLevel');
  const row = ROWS[subject];
  if (!row) throw new Error(`ours has no ${subject}`);
  return rowOf(row);
}

function rowOf(row: Row): Manifest {
  return {
    version: 'v1',
    nodes: row.map(([type, params = {}], index) => ({ id: `n${index}`, node_type: type, params })),
    connections: row.slice(1).map((_, index) => ({ from: `n${index}`, to: `n${index + 1}` })),
  };
}

/** What gives events stands beside what gives sound. */
function besideSound(type: string): Manifest {
  return {
    version: 'v1',
    nodes: [
      { id: 'in', node_type: 'Input' },
      { id: 'looked', node_type: type },
      { id: 'out', node_type: 'Output' },
    ],
    connections: [
      { from: 'in', to: 'looked' },
      { from: 'in', to: 'out' },
    ],
  };
}
