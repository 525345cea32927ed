import type { AttachedPipeline, NodeEvents, PipelineOutput } from '@remotemedia/pipeline';

/** What a node of a known type says, by that type: `event.type === 'AudioLevel'` tells what `event.value` has. */
export type NodeEvent = {
  [Type in keyof NodeEvents]: { readonly type: Type; readonly value: NodeEvents[Type] };
}[keyof NodeEvents];

/** Something came out of a pipeline beside its track. */
export interface TransportPipelineEvent extends PipelineOutput {
  /** The pipeline that says it. */
  readonly pipeline: AttachedPipeline;
  /** The track that was given to it. */
  readonly track: MediaStreamTrack;
  /** The same as `data` with its type, where `data` is JSON. A node of one's own is told apart by `nodeType`. */
  readonly event: NodeEvent | undefined;
}

/** Gives an output the type of its node's events. Only JSON is an event. */
export function eventOf({ nodeType, data }: Pick<PipelineOutput, 'nodeType' | 'data'>): NodeEvent | undefined {
  // The pair is what the table of types says it is; for other nodes no comparison of `type` will fit.
  return data.kind === 'json' ? ({ type: nodeType, value: data.value } as unknown as NodeEvent) : undefined;
}
