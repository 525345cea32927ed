import { expect, test } from 'vitest';
import { AudioBlock } from '../../data/audio-block.ts';
import type { AnyNodeDefinition } from '../../node/node-definition.ts';
import { noiseSuppression } from './noise-suppression.ts';
import { noise } from './speech-contract.ts';
import { voiceActivityDetection } from './voice-activity-detection.ts';
import { rnnoiseModule } from './voice-files-contract.ts';

const BLOCKS = 2500;

/** A few numbers that are no integers, such as times; one view of an array would be 200 bytes. */
const MOST_BYTES = 120;

const module = rnnoiseModule();

test.each<[string, number, AnyNodeDefinition]>([
  ['NoiseSuppression', 48_000, noiseSuppression],
  ['NoiseSuppression', 44_100, noiseSuppression],
  ['VoiceActivityDetection', 48_000, voiceActivityDetection],
])('%s at %d Hz makes no garbage', { timeout: 90_000 }, async (_type, sampleRate, definition) => {
  const sound = noise('pink', 128, new Float32Array(1));
  const block = new AudioBlock(sampleRate, [sound, sound], 128);
  const source = { port: 'in', nodeId: '' };
  const defaults = Object.entries(definition.params).map(([name, { schema }]) => [name, schema.default]);
  // Events may be made: here there are none.
  const params = { ...Object.fromEntries(defaults), minSpeechDurationMs: 1e9, emitIntervalMs: 1e9 };
  const node = await definition.create(params, {
    id: 'node',
    host: 'inline',
    signal: new AbortController().signal,
    now: () => 0,
    emit: () => {},
    asset: () => module,
  });
  const garbage = (): number => {
    const before = process.memoryUsage().heapUsed;
    for (let count = 0; count < BLOCKS; count += 1) node.process(block, source);
    return (process.memoryUsage().heapUsed - before) / BLOCKS;
  };
  const rounds: number[] = [];
  // Code that is not compiled yet makes garbage of each number, and a collection in mid-round makes less than none.
  const isClean = (perBlock: number): boolean => perBlock >= 0 && perBlock < MOST_BYTES;
  while (!rounds.some(isClean) && rounds.length < 40) rounds.push(garbage());
  expect(rounds.find(isClean), rounds.join(' ')).toBeDefined();
  await node.close?.();
});
