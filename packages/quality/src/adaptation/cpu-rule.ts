import type { Size } from './picture.ts';

/** How busy the machine is (W3C Compute Pressure §5.1). */
export type Pressure = 'nominal' | 'fair' | 'serious' | 'critical';

/** What is allowed while the machine is too busy, level by level. */
const LEVELS: readonly (Size & { readonly fps: number })[] = [
  { width: 960, height: 540, fps: 24 },
  { width: 640, height: 360, fps: 20 },
  { width: 480, height: 270, fps: 15 },
  { width: 320, height: 180, fps: 10 },
];

/** Rounds in which the machine must be too busy before less is sent. */
const BUSY_ROUNDS = 2;
/** Least time between two levels downward, so that the first can take effect, in milliseconds. */
const BETWEEN_MS = 3_000;
/** How long the machine must be at ease before more is sent, in milliseconds. */
const EASE_MS = 15_000;
/** Part of the processors that encoding alone may take. */
const ENCODE_SHARE = 0.3;

/** Share of one core below which encoding is not what makes a machine busy, whoever else does. */
const NEGLIGIBLE_LOAD = 0.1;

/** Signs of one round. */
export interface CpuSigns {
  /** Whether an encoder says that the machine holds it back. */
  readonly isLimited: boolean;
  /** Time spent on encoding, all videos: 1 is one core all the time. */
  readonly encodeLoad: number;
  /** What the system says, where it does. */
  readonly pressure: Pressure | undefined;
}

/** Sends less while this machine is too busy: down within seconds, up after a quarter of a minute at ease. */
export class CpuRule {
  readonly #cores: number;
  #level = 0;
  #busyRounds = 0;
  #changedAtMs = Number.NEGATIVE_INFINITY;
  #busyAtMs = Number.NEGATIVE_INFINITY;

  /** @param cores processors of this machine */
  constructor(cores: number) {
    this.#cores = cores;
  }

  /** What is allowed now; `undefined` when nothing has to be held back. */
  get limit(): (Size & { readonly fps: number }) | undefined {
    return LEVELS[this.#level - 1];
  }

  /** Takes the signs of a round. */
  update(nowMs: number, { isLimited, encodeLoad, pressure }: CpuSigns): void {
    const isOurs = encodeLoad >= NEGLIGIBLE_LOAD;
    const isCritical = isOurs && pressure === 'critical';
    const isPressed = isCritical || (isOurs && pressure === 'serious');
    const isBusy = isLimited || isPressed || encodeLoad > this.#cores * ENCODE_SHARE;
    this.#busyRounds = isBusy ? this.#busyRounds + 1 : 0;
    if (isBusy) this.#busyAtMs = nowMs;
    const since = nowMs - this.#changedAtMs;
    if ((this.#busyRounds >= BUSY_ROUNDS || isCritical) && since >= BETWEEN_MS && this.#level < LEVELS.length)
      this.#become(this.#level + 1, nowMs);
    else if (!isBusy && this.#level > 0 && Math.min(since, nowMs - this.#busyAtMs) >= EASE_MS)
      this.#become(this.#level - 1, nowMs);
  }

  #become(level: number, nowMs: number): void {
    this.#level = level;
    this.#changedAtMs = nowMs;
  }
}
