import { type AttachedPipeline, attachPipeline, type Manifest } from '@remotemedia/sdk/pipeline';

/** A way for a track: what comes out, and how to end it. */
export interface Way {
  readonly track: MediaStreamTrack;
  close(): Promise<void> | void;
}

const THREE_NODES: Manifest = {
  version: 'v1',
  nodes: [
    { id: 'low', node_type: 'HighPass', params: { frequency_hz: 20 } },
    { id: 'up', node_type: 'Gain', params: { gain_db: 3 } },
    { id: 'down', node_type: 'Gain', params: { gain_db: -3 } },
  ],
  connections: [
    { from: 'low', to: 'up' },
    { from: 'up', to: 'down' },
  ],
};

const WITH_LIMITER: Manifest = {
  ...THREE_NODES,
  nodes: [...THREE_NODES.nodes.slice(0, 2), { id: 'down', node_type: 'Limiter', params: { lookahead_ms: 5 } }],
};

/** Leads a track through an attached pipeline. */
async function ours(track: MediaStreamTrack, manifest: Manifest): Promise<Way> {
  const attached: AttachedPipeline = await attachPipeline(track, manifest, {
    workletUrl: '/pipeline.worklet.js',
    workerUrl: '/pipeline.worker.js',
  });
  return attached;
}

/** The same by the browser's own nodes, in a context of their own. */
function native(track: MediaStreamTrack): Way {
  const context = new AudioContext();
  const source = new MediaStreamAudioSourceNode(context, { mediaStream: new MediaStream([track]) });
  const destination = new MediaStreamAudioDestinationNode(context);
  source
    .connect(new BiquadFilterNode(context, { type: 'highpass', frequency: 20 }))
    .connect(new GainNode(context, { gain: Math.SQRT2 }))
    .connect(new GainNode(context, { gain: Math.SQRT1_2 }))
    .connect(destination);
  const [out] = destination.stream.getAudioTracks();
  if (!out) throw new Error('a MediaStreamAudioDestinationNode has no track');
  return { track: out, close: () => context.close() };
}

/** The ways by name. */
export async function openWay(name: string, track: MediaStreamTrack): Promise<Way> {
  if (name === 'native') return native(track);
  if (name === 'direct') return { track, close: () => {} };
  return await ours(track, name === 'ours-limiter' ? WITH_LIMITER : THREE_NODES);
}
