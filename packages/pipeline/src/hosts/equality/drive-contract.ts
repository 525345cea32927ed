import { AudioBlock } from '../../data/audio-block.ts';
import type { GraphListener, HostedGraph } from '../hosted-graph.ts';
import type { EqualityCase } from './cases-contract.ts';
import { Digester } from './digest-contract.ts';
import { SIGNAL_FRAMES, SIGNAL_RATE, signal } from './signal-contract.ts';

/** Whatever goes wrong is an error of the test. */
export const strictListener: GraphListener = {
  onOutput: () => {},
  onFault: ({ error }) => {
    throw error;
  },
  onDeath: (error) => {
    throw error;
  },
};

/** Pushes the signal into a graph, and gives what the node that is looked at has made of it. */
export async function drive(graph: HostedGraph, { watch, channelCount }: EqualityCase, cut: number): Promise<Digester> {
  const digester = new Digester();
  graph.tap(watch, undefined, (item) => digester.add(item));
  const planes = signal(channelCount);
  for (let at = 0; at < SIGNAL_FRAMES; at += cut) {
    const channels = planes.map((plane) => plane.slice(at, at + cut));
    await graph.push(new AudioBlock(SIGNAL_RATE, channels, cut, (at / SIGNAL_RATE) * 1e6));
  }
  // The answer comes after everything that was told before it.
  await graph.stats();
  return digester;
}
