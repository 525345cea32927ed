import { LOG_THRESHOLDS, type LogThreshold } from './log-settings.ts';

/**
 * The level of a filter as Rust's `tracing` has it, such as `info` or `info,webrtc=debug,h2=off`: that of the
 * directive without a target, else the finest of all. `undefined` for what is no filter.
 */
export function levelOfFilter(filter: string): LogThreshold | undefined {
  let finest: LogThreshold | undefined;
  let general: LogThreshold | undefined;
  for (const directive of filter.split(',').map((text) => text.trim())) {
    const { target, level } = partsOf(directive);
    if (level === undefined) return undefined;
    if (target === '') general = level;
    else if (finest === undefined || LOG_THRESHOLDS.indexOf(level) > LOG_THRESHOLDS.indexOf(finest)) finest = level;
  }
  return general ?? finest;
}

/** A directive is `level`, `target=level` or `target[span]=level`; a target alone means all of it. */
function partsOf(directive: string): { target: string; level: LogThreshold | undefined } {
  const [, target = '', word = ''] = /^(?:([\w:.-]+(?:\[[^\]]*\])?)=)?(\w+)$/.exec(directive) ?? [];
  return { target, level: LOG_THRESHOLDS.find((threshold) => threshold === word.toLowerCase()) };
}
