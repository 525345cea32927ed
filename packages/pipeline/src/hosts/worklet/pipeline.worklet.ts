// Runs on the audio thread: what it imports uses nothing that an AudioWorkletGlobalScope lacks.

import { providedNodes } from '../../node/provided-nodes.ts';
import { realtimeNodes } from '../../nodes/realtime.ts';
import { PipelineEngine } from './engine/pipeline-engine.ts';
import {
  type PipelineProcessorOptions,
  PROCESSOR_NAME,
  WORKLET_VERSION,
  type WorkletRequest,
} from './worklet-protocol.ts';

declare const sampleRate: number;
declare const currentFrame: number;
declare class AudioWorkletProcessor {
  readonly port: MessagePort;
}
declare function registerProcessor(
  name: string,
  processor: new (options: { readonly processorOptions: PipelineProcessorOptions }) => AudioWorkletProcessor,
): void;

const known = new Map(realtimeNodes.map((definition) => [definition.type, definition]));

/** Application modules may come at any time, so they are asked last. */
function find(type: string) {
  return known.get(type) ?? providedNodes().find((definition) => definition.type === type);
}

class PipelineProcessor extends AudioWorkletProcessor {
  readonly #engine: PipelineEngine;

  constructor({ processorOptions }: { readonly processorOptions: PipelineProcessorOptions }) {
    super();
    this.#engine = new PipelineEngine({
      ...processorOptions,
      sampleRate,
      definitions: find,
      post: (message) => this.port.postMessage(message),
    });
    this.port.onmessage = ({ data }: MessageEvent<WorkletRequest>) => this.#engine.receive(data);
    this.port.postMessage({ type: 'started', version: WORKLET_VERSION });
  }

  process(inputs: Float32Array[][], outputs: Float32Array[][]): boolean {
    return this.#engine.process(inputs, outputs, currentFrame);
  }
}

registerProcessor(PROCESSOR_NAME, PipelineProcessor);
