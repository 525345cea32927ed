import { openEars } from './ears.ts';
import { openWay } from './ways.ts';

const HZ = 440;
const WORKERS = 2;

/** How long everything settles before it counts, in ms. */
const SETTLE_MS = 2000;

/** Keeps a core busy for good. */
const BUSY = `let sum = 0; for (;;) sum += Math.sqrt(sum + 1);`;

/** What was counted. */
interface Counts {
  /** By each ear. */
  readonly heard: readonly { readonly quanta: number; readonly damaged: number }[];
  /** How many render quanta there should have been, by the clock of the machine. */
  readonly dueQuanta: number;
}

/**
 * Lets a tone go through both ways at once, and directly, while workers take all the time they can get.
 *
 * @returns damaged render quanta in percent, by contender, and as `clock` those that the browser did not render at all
 */
export async function damagedShares(seconds: number): Promise<Readonly<Record<string, number>>> {
  const context = new AudioContext();
  const source = new OscillatorNode(context, { frequency: HZ });
  const out = new MediaStreamAudioDestinationNode(context, { channelCount: 1 });
  source.connect(new GainNode(context, { gain: 0.5 })).connect(out);
  source.start();
  const [track] = out.stream.getAudioTracks();
  if (!track) throw new Error('a MediaStreamAudioDestinationNode has no track');
  const names = ['ours', 'native', 'direct'];
  const ways = await Promise.all(names.map((name) => openWay(name, track)));
  const ears = await openEars(context, { inputs: names.length, hz: HZ, isCounting: true });
  for (const [index, way] of ways.entries()) {
    new MediaStreamAudioSourceNode(context, { mediaStream: new MediaStream([way.track]) }).connect(ears, 0, index);
  }
  await context.resume();
  await pause(SETTLE_MS);
  const url = URL.createObjectURL(new Blob([BUSY], { type: 'text/javascript' }));
  const workers = Array.from({ length: WORKERS }, () => new Worker(url));
  await pause(SETTLE_MS);
  ears.port.postMessage('begin');
  await pause(seconds * 1000);
  const { heard, dueQuanta } = await new Promise<Counts>((resolve) => {
    ears.port.onmessage = ({ data }) => resolve(data);
    ears.port.postMessage('end');
  });
  for (const worker of workers) worker.terminate();
  await Promise.all(ways.map((way) => way.close()));
  await context.close();
  const shares = heard.map(({ quanta, damaged }) => (damaged / Math.max(1, quanta)) * 100);
  const rendered = heard[0]?.quanta ?? 0;
  return {
    ...Object.fromEntries(names.map((name, index) => [name, shares[index] ?? 100])),
    clock: Math.max(0, 1 - rendered / dueQuanta) * 100,
  };
}

function pause(durationMs: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, durationMs));
}
