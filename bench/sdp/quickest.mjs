/** How long one measurement goes on, in nanoseconds. */
const MEASURED_NS = 60_000_000n;
/** Work between two looks at the clock: long beside the look, short enough that most are not interrupted. */
const BATCH = 100;

/** What the work comes to; it is kept so that no work can be left out. */
let sink = 0;

/**
 * Times short work. The inputs of a batch are made before its clock starts; the quickest batch counts, because nothing
 * makes work quicker than it is, and much makes it slower.
 *
 * @template Input
 * @param {(index: number) => Input} makeInput what one piece of work gets
 * @param {(input: Input) => number} work
 * @returns {number} nanoseconds for one piece of work
 */
export function quickestNs(makeInput, work) {
  let best = Number.POSITIVE_INFINITY;
  let done = 0;
  for (const end = process.hrtime.bigint() + MEASURED_NS; process.hrtime.bigint() < end; done += BATCH) {
    const inputs = Array.from({ length: BATCH }, (_, index) => makeInput(done + index));
    const start = process.hrtime.bigint();
    for (const input of inputs) sink = (sink + work(input)) | 0;
    best = Math.min(best, Number(process.hrtime.bigint() - start) / BATCH);
  }
  return best;
}
