import type { SdkError } from '@remotemedia/base';
import { expect, it, vi } from 'vitest';
import { OpusEncoder } from '../../opus/index.ts';
import { describeEngines } from './engines-contract.ts';
import { openWasmAudioEncoder, setCodecLocations } from './index.ts';
import { tone } from './test-signals-contract.ts';

setCodecLocations({ thread: 'inline' });
describeEngines('on the thread that calls');

it('takes a trap of the code for the end of all that run on it', async () => {
  const config = { codec: 'opus', sampleRate: 48_000, numberOfChannels: 1 };
  const errors: SdkError[] = [];
  const sink = { output: () => {}, error: (error: SdkError) => errors.push(error) };
  const bystander = openWasmAudioEncoder(sink);
  const engine = openWasmAudioEncoder(sink);
  await Promise.all([bystander.configure(config), engine.configure(config)]);
  const trap = vi.spyOn(OpusEncoder.prototype, 'encode').mockImplementation(() => {
    throw new WebAssembly.RuntimeError('unreachable');
  });
  await expect(engine.process(tone(0, 960))).rejects.toMatchObject({ code: 'unavailable' });
  trap.mockRestore();
  await vi.waitFor(() => expect(errors.map(({ code }) => code)).toEqual(['unavailable', 'unavailable']));
  const next = openWasmAudioEncoder({ output: () => {}, error: (error) => expect.unreachable(error.message) });
  await next.configure(config);
  await next.process(tone(0, 960));
  next.close();
});
