import { SdkError, type Undo } from '@remotemedia/base';

/** How busy the machine is kept. */
export interface CpuLoadOptions {
  /** Share of each core's time, 0.05–0.95. @default 0.8 */
  readonly share?: number | undefined;
  /** How many cores, 1–64. @default as many as there are */
  readonly cores?: number | undefined;
}

/** Busy for a share of each 20 ms, until it is ended. */
const WORK = `onmessage = ({ data: share }) => {
  const round = () => {
    const endMs = performance.now() + share * 20;
    while (performance.now() < endMs);
    setTimeout(round, (1 - share) * 20);
  };
  round();
};`;

/**
 * Keeps cores busy until the returned function is called, with one Worker for each, so that encoders have to share with them.
 *
 * @throws {SdkError} `invalid-argument` for a number out of range, `unimplemented` where the page's policy (CSP) forbids
 *   Workers from `blob:` URLs
 */
export function loadCpu({ share = 0.8, cores = navigator.hardwareConcurrency ?? 1 }: CpuLoadOptions = {}): Undo {
  if (!(share >= 0.05 && share <= 0.95))
    throw new SdkError('invalid-argument', `share must be 0.05–0.95, got ${share}`);
  if (!(Number.isInteger(cores) && cores >= 1 && cores <= 64))
    throw new SdkError('invalid-argument', `cores must be a whole number from 1 to 64, got ${cores}`);
  const url = URL.createObjectURL(new Blob([WORK], { type: 'text/javascript' }));
  const workers: Worker[] = [];
  const end = () => {
    for (const worker of workers.splice(0)) worker.terminate();
    URL.revokeObjectURL(url);
  };
  try {
    for (let core = 0; core < cores; core += 1) {
      const worker = new Worker(url);
      worker.postMessage(share);
      workers.push(worker);
    }
  } catch (cause) {
    end();
    throw new SdkError('unimplemented', "the page's policy does not allow Workers from blob: URLs", { cause });
  }
  return end;
}
