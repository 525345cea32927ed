/** How channels are told apart: by the loudspeakers they are meant for, or by their number only. */
export type ChannelInterpretation = 'speakers' | 'discrete';

const HALF_POWER = Math.SQRT1_2;

/**
 * Rows are outputs, columns inputs, by "from>to" channels. 4 channels are L, R, SL, SR; 6 are L, R, C, LFE, SL, SR
 * (W3C Web Audio API 1.1, §4.4 and §4.5: up-mixing and down-mixing of speaker layouts).
 */
const SPEAKERS: Readonly<Record<string, readonly (readonly number[])[]>> = {
  '1>2': [[1], [1]],
  '1>4': [[1], [1], [0], [0]],
  '1>6': [[0], [0], [1], [0], [0], [0]],
  '2>4': [
    [1, 0],
    [0, 1],
    [0, 0],
    [0, 0],
  ],
  '2>6': [
    [1, 0],
    [0, 1],
    [0, 0],
    [0, 0],
    [0, 0],
    [0, 0],
  ],
  '4>6': [
    [1, 0, 0, 0],
    [0, 1, 0, 0],
    [0, 0, 0, 0],
    [0, 0, 0, 0],
    [0, 0, 1, 0],
    [0, 0, 0, 1],
  ],
  '2>1': [[0.5, 0.5]],
  '4>1': [[0.25, 0.25, 0.25, 0.25]],
  '6>1': [[HALF_POWER, HALF_POWER, 1, 0, 0.5, 0.5]],
  '4>2': [
    [0.5, 0, 0.5, 0],
    [0, 0.5, 0, 0.5],
  ],
  '6>2': [
    [1, 0, HALF_POWER, 0, HALF_POWER, 0],
    [0, 1, HALF_POWER, 0, 0, HALF_POWER],
  ],
  '6>4': [
    [1, 0, HALF_POWER, 0, 0, 0],
    [0, 1, HALF_POWER, 0, 0, 0],
    [0, 0, 0, 0, 1, 0],
    [0, 0, 0, 0, 0, 1],
  ],
};

/**
 * By what each input channel is multiplied on its way to each output channel, row by row of outputs. Layouts without a
 * rule keep their numbers: what is missing is silence, what is too much is dropped (as `discrete` always does).
 */
export function channelMatrix(
  from: number,
  to: number,
  interpretation: ChannelInterpretation,
): Float64Array<ArrayBuffer> {
  const rows = interpretation === 'speakers' ? SPEAKERS[`${from}>${to}`] : undefined;
  const matrix = new Float64Array(from * to);
  for (let out = 0; out < to; out += 1) {
    for (let channel = 0; channel < from; channel += 1) {
      matrix[out * from + channel] = rows ? (rows[out]?.[channel] ?? 0) : Number(out === channel);
    }
  }
  return matrix;
}
