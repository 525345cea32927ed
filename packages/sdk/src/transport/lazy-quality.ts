import { SdkError } from '@remotemedia/base';
import type { ConnectionQualityMetrics, Quality, QualityOptions, QualitySource } from '@remotemedia/quality';
import type { ResolvedTuning } from './resolve-config.ts';

/** Picture sizes behind upstream's names. */
const SIZES = {
  '480p': { width: 854, height: 480 },
  '720p': { width: 1_280, height: 720 },
  '1080p': { width: 1_920, height: 1_080 },
} as const;

/** What measures and adapts; its code is loaded when it is first needed, which is after the first connection. */
export class LazyQuality {
  readonly #source: QualitySource;
  readonly #options: QualityOptions;
  #quality: Promise<Quality> | undefined;
  #closed = false;

  /** @param source whose peers are watched */
  constructor(source: QualitySource, tuning: ResolvedTuning) {
    this.#source = source;
    this.#options = {
      isAdaptive: tuning.adaptiveBitrateEnabled,
      targetBitrateKbps: tuning.targetBitrateKbps,
      maxVideoSize: SIZES[tuning.maxVideoResolution],
      videoFramerateFps: tuning.videoFramerateFps,
    };
  }

  /** Loads it, or gives the one that is there. @throws {SdkError} `unavailable` when it cannot be loaded, `cancelled` after `close()` */
  get(): Promise<Quality> {
    this.#quality ??= this.#load();
    return this.#quality;
  }

  /** What was measured of the connection to a peer. Throws like {@link LazyQuality.get}. */
  async metricsOf(peerId: string): Promise<ConnectionQualityMetrics | undefined> {
    return (await this.get()).metricsOf(peerId);
  }

  /** Lets go of it. Calling it again does nothing. */
  close(): void {
    this.#closed = true;
    this.#quality?.then(
      (quality) => quality.close(),
      () => {},
    );
  }

  async #load(): Promise<Quality> {
    try {
      const { Quality } = await import('@remotemedia/quality');
      if (this.#closed) throw new SdkError('cancelled', 'the transport was closed');
      return new Quality({ source: this.#source, options: this.#options });
    } catch (caught) {
      // The next one who asks may have more luck.
      this.#quality = undefined;
      throw SdkError.from(caught, 'unavailable');
    }
  }
}
