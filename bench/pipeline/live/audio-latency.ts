import { openEars } from './ears.ts';
import { openWay } from './ways.ts';

/** How many sounds are heard, and how often one comes. */
const SOUNDS = 20;
const EVERY_MS = 200;
const HZ = 1000;

/** What a way adds to a track, in ms: the median of some sounds, heard on the track and behind the way by one clock. */
export async function measureLatency(contender: string): Promise<number> {
  const context = new AudioContext();
  const source = new OscillatorNode(context, { frequency: HZ });
  const gate = new GainNode(context, { gain: 0 });
  const out = new MediaStreamAudioDestinationNode(context, { channelCount: 1 });
  source.connect(gate).connect(out);
  source.start();
  const [track] = out.stream.getAudioTracks();
  if (!track) throw new Error('a MediaStreamAudioDestinationNode has no track');
  const way = await openWay(contender, track);
  const ears = await openEars(context, { inputs: 2, hz: HZ, isCounting: false });
  for (const [index, heard] of [track, way.track].entries()) {
    new MediaStreamAudioSourceNode(context, { mediaStream: new MediaStream([heard]) }).connect(ears, 0, index);
  }
  await context.resume();
  const heard: { ear: number; atMs: number }[] = [];
  ears.port.onmessage = ({ data }) => heard.push(data);
  const startAt = context.currentTime + 0.5;
  for (let index = 0; index < SOUNDS; index += 1) {
    const at = startAt + (index * EVERY_MS) / 1000;
    gate.gain.setValueAtTime(0.9, at);
    gate.gain.setValueAtTime(0, at + 0.02);
  }
  await new Promise((resolve) => setTimeout(resolve, 500 + (SOUNDS + 2) * EVERY_MS));
  await way.close();
  await context.close();
  return medianDelay(heard);
}

/** Each sound behind the way belongs to the last one on the track. */
function medianDelay(heard: readonly { ear: number; atMs: number }[]): number {
  const direct = heard.filter(({ ear }) => ear === 0).map(({ atMs }) => atMs);
  const delays = heard
    .filter(({ ear }) => ear === 1)
    .flatMap(({ atMs }) => {
      const begun = direct.findLast((one) => one <= atMs + 1);
      return begun === undefined ? [] : [atMs - begun];
    })
    .sort((one, other) => one - other);
  const median = delays[Math.floor(delays.length / 2)];
  if (median === undefined || delays.length < SOUNDS / 2) {
    throw new Error(`of ${SOUNDS} sounds ${direct.length} were heard directly, ${delays.length} behind the way`);
  }
  return median;
}
