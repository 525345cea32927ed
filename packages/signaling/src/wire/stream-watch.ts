import { type Clock, SdkError } from '@remotemedia/base';

/**
 * Passes a stream on and ends it with `unavailable` when it has been silent for longer than `silenceMs()`
 * milliseconds. The measure is the time of the last message, so a timer that the browser delays in a hidden
 * tab does no harm.
 */
export async function* watchSilence<T>(
  stream: AsyncIterable<T>,
  options: { clock: Clock; silenceMs: () => number; abort: (error: SdkError) => void },
): AsyncGenerator<T, void, undefined> {
  const { clock, silenceMs, abort } = options;
  let lastMs = clock.now();
  let stopTimer = () => {};
  const check = () => {
    const silentMs = clock.now() - lastMs;
    const restMs = silenceMs() - silentMs;
    // Less than a millisecond is over: the difference of two readings is not exact.
    if (restMs >= 1) stopTimer = clock.after(restMs, check);
    else abort(new SdkError('unavailable', `nothing came from the server for ${Math.round(silentMs)} ms`));
  };
  stopTimer = clock.after(silenceMs(), check);
  try {
    for await (const message of stream) {
      lastMs = clock.now();
      yield message;
    }
  } finally {
    stopTimer();
  }
}
