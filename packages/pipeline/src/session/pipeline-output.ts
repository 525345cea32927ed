import type { RuntimeData } from '../data/runtime-data.ts';

/** Something that left a pipeline. Whoever reads it closes the frame of a picture. */
export interface PipelineOutput {
  /** The node that emitted it. */
  readonly nodeId: string;
  /** The type of that node. */
  readonly nodeType: string;
  /** The output of that node. */
  readonly port: string;
  /** What it emitted. */
  readonly data: RuntimeData;
}
