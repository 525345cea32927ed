import type { SdkError } from '@remotemedia/base';
import { afterEach, describe, expect, it } from 'vitest';
import type { CoderEngine, EngineSink } from './ports.ts';

/** What an engine is tried with. */
export interface EngineSample<Config, Input, Output> {
  /** Opens one. */
  readonly open: (sink: EngineSink<Output>) => CoderEngine<Config, Input>;
  /** A configuration it can do. */
  readonly config: Config;
  /** The nth input; the first after a configuration or flush has 0 and can be worked off without others. */
  readonly input: (index: number) => Input;
  /** An input that breaks it, if there is one. */
  readonly badInput?: () => Input;
  /** When an output is for, to see the order. */
  readonly timeOf: (output: Output) => number;
  /** Lets an output go. */
  readonly release: (output: Output) => void;
}

/** What every engine has to do, whatever is inside. */
export function describeEngine<Config, Input, Output>(name: string, sample: EngineSample<Config, Input, Output>): void {
  describe(`the ${name} engine`, () => {
    const opened: CoderEngine<Config, Input>[] = [];

    function open() {
      const times: number[] = [];
      const errors: SdkError[] = [];
      let isInCall = false;
      let hadOutputInCall = false;
      const engine = sample.open({
        output: (output) => {
          times.push(sample.timeOf(output));
          sample.release(output);
          hadOutputInCall ||= isInCall;
        },
        error: (error) => errors.push(error),
      });
      opened.push(engine);
      const call = <T>(work: () => T): T => {
        isInCall = true;
        const result = work();
        isInCall = false;
        return result;
      };
      return { engine, times, errors, call, hadOutputInCall: () => hadOutputInCall };
    }

    afterEach(() => {
      for (const engine of opened.splice(0)) engine.close();
    });

    it('gives all outputs in order before a flush fulfils, none of them within a call', async () => {
      const { engine, times, errors, call, hadOutputInCall } = open();
      void call(() => engine.configure(sample.config));
      for (let index = 0; index < 5; index += 1) void call(() => engine.process(sample.input(index)));
      await call(() => engine.flush());
      expect(times.length).toBeGreaterThanOrEqual(5);
      expect(times).toEqual([...times].sort((one, other) => one - other));
      expect(hadOutputInCall()).toBe(false);
      expect(errors).toEqual([]);
    });

    it('goes on after a flush', async () => {
      const { engine, times } = open();
      await engine.configure(sample.config);
      void engine.process(sample.input(0));
      await engine.flush();
      const before = times.length;
      void engine.process(sample.input(0));
      await engine.flush();
      expect(times.length).toBeGreaterThan(before);
    });

    it('brings out earlier inputs before another configuration takes effect', async () => {
      const { engine, times } = open();
      void engine.configure(sample.config);
      for (let index = 0; index < 3; index += 1) void engine.process(sample.input(index));
      await engine.configure(sample.config);
      expect(times.length).toBeGreaterThanOrEqual(3);
    });

    it('fulfils what it was asked to process, so that more can be given', async () => {
      const { engine } = open();
      await engine.configure(sample.config);
      for (let index = 0; index < engine.capacity + 3; index += 1) await engine.process(sample.input(index));
    });

    it('abandons everything at a reset and can be configured again', async () => {
      const { engine, times } = open();
      const configured = engine.configure(sample.config);
      const pending = [configured, engine.process(sample.input(0)), engine.flush()];
      const settled = Promise.allSettled(pending);
      engine.reset();
      const reasons = (await settled).flatMap((result) => (result.status === 'rejected' ? [result.reason] : []));
      expect(reasons.at(-1)).toMatchObject({ code: 'aborted' });
      expect(times).toEqual([]);
      await engine.configure(sample.config);
      void engine.process(sample.input(0));
      await engine.flush();
      expect(times.length).toBeGreaterThan(0);
    });

    it('can be closed twice, and does nothing afterwards', async () => {
      const { engine, errors } = open();
      const configured = engine.configure(sample.config).catch(() => undefined);
      engine.close();
      engine.close();
      await configured;
      await expect(engine.process(sample.input(0))).rejects.toMatchObject({ code: 'aborted' });
      expect(errors).toEqual([]);
    });

    it.runIf(sample.badInput)('dies of an input that cannot be worked off, and says so once', async () => {
      const { engine, errors } = open();
      const { badInput } = sample;
      if (!badInput) return;
      await engine.configure(sample.config);
      const flushed = engine.process(badInput()).then(() => engine.flush());
      await expect(flushed).rejects.toMatchObject({ code: 'data-loss' });
      await Promise.resolve();
      expect(errors).toMatchObject([{ code: 'data-loss' }]);
    });
  });
}
