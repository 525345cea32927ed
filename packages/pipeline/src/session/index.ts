export type { PipelineControls, PipelineEvents, TopicListener } from './pipeline-controls.ts';
export type { PipelineOutput } from './pipeline-output.ts';
export { type ExecuteOptions, PipelineRunner } from './pipeline-runner.ts';
export type { RunnerOptions } from './runner-options.ts';
export type { SendOptions, SessionOptions } from './session-options.ts';
export { StreamSession } from './stream-session.ts';
export type { LoadingEvent, LoadingStatus } from './system-topic.ts';
