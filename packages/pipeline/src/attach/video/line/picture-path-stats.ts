/** What became of the pictures of a track on their way through a pipeline. */
export interface PicturePathStats {
  /** Pictures from the source. */
  readonly inputs: number;
  /** Pictures that were shown, treated or not. */
  readonly outputs: number;
  /** Those of them that were the source's own, because the graph stalled. */
  readonly passed: number;
  /** Pictures from the source that gave way to newer ones before the graph had room. */
  readonly dropped: number;
  /** Pictures of the graph that came too late to be shown. */
  readonly late: number;
  /** Pictures that the sink had no room for. */
  readonly refused: number;
  /** Pictures from the source in the last second. */
  readonly inputFps: number;
  /** Pictures shown in the last second. */
  readonly outputFps: number;
  /** From the source to the sink, in ms, of the newest treated picture; `undefined` before the first. */
  readonly latencyMs: number | undefined;
  /** Whether the source's own pictures are shown because the graph gives none. */
  readonly isStalled: boolean;
}
