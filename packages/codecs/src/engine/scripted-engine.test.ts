import { SdkError } from '@remotemedia/base';
import { describeEngine } from './engine-contract.ts';
import { ScriptedEngine } from './scripted-engine.ts';

describeEngine<object, number, number>('scripted', {
  open: (sink) =>
    new ScriptedEngine(sink, {
      work: (input) => {
        if (Number.isNaN(input)) throw new SdkError('data-loss', 'not a number');
        return [input];
      },
    }),
  config: {},
  input: (index) => index,
  badInput: () => Number.NaN,
  timeOf: (output) => output,
  release: () => undefined,
});
