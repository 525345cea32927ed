export * from '@remotemedia/pipeline';
export {
  LanePipeline,
  type LanePipelineEvents,
  type PipeLaneOptions,
  pipeLane,
} from './pipelines/pipe-lane.ts';
export { eventOf, type NodeEvent } from './pipelines/pipeline-events.ts';
