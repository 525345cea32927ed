import { type Param, param } from '../../node/param.ts';

/**
 * How often a measurement is told. Upstream tells one for each block that comes, which would be hundreds a second on the
 * audio thread.
 */
export function emitInterval(defaultMs: number): Param<number> {
  return param.number({
    about: 'How much sound one event tells of, and so how often one comes.',
    default: defaultMs,
    min: 10,
    max: 60_000,
    unit: 'ms',
  });
}
