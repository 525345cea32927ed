/** What every node of sound makes of a sample: one that is no finite number is silence, so that no filter keeps it. */
export function finite(sample: number | undefined): number {
  return sample !== undefined && sample - sample === 0 ? sample : 0;
}
