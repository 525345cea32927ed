import { SdkError } from '@remotemedia/base';
import type { RuntimeData } from '../../data/runtime-data.ts';
import type { InputSource, NodeContext, NodeInstance } from '../../node/node-definition.ts';
import type { RecorderParams } from './recorder.ts';
import { type Recordable, Recording } from './recording.ts';

/** A `Recorder` at work. */
export class RecorderNode implements NodeInstance {
  #params: RecorderParams;
  readonly #context: NodeContext;
  #recording: Recording | undefined;

  constructor(params: RecorderParams, context: NodeContext) {
    this.#params = params;
    this.#context = context;
  }

  async process(item: RuntimeData, { port }: InputSource): Promise<void> {
    if (port === 'control') return this.#obey(item);
    // First of all: who comes after does not wait for the recording, and gets everything even if it fails.
    this.#context.emit(item, 'out');
    if (!isRecordable(item)) return;
    this.#recording ??= new Recording(this.#params, this.#context);
    await this.#recording.take(item);
  }

  async flush(): Promise<void> {
    const recording = this.#recording;
    this.#recording = undefined;
    await recording?.finish();
  }

  /** A file goes on as it began. */
  update(params: RecorderParams): void {
    this.#params = params;
  }

  async close(): Promise<void> {
    await this.#recording?.cancel();
    this.#recording = undefined;
  }

  async #obey(item: RuntimeData): Promise<void> {
    const word = item.kind === 'text' ? item.text : item.kind;
    if (word === 'finish') return this.flush();
    throw new SdkError('invalid-argument', `a Recorder understands the word finish, not ${word.slice(0, 40)}`);
  }
}

function isRecordable(item: RuntimeData): item is Recordable {
  return ['audio', 'video', 'encodedAudio', 'encodedVideo'].includes(item.kind);
}
