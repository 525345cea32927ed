import { segmentationAssets } from '@remotemedia/models/segmentation';
import { sileroAssets } from '@remotemedia/models/silero';
import { SdkError } from '@remotemedia/sdk';
import {
  type AttachedPipeline,
  attachPipeline,
  type GraphPlan,
  type GraphStats,
  type NodeState,
} from '@remotemedia/sdk/pipeline';
import { Store } from '../../ui/store.ts';
import { EXAMPLES, type Example } from '../examples.ts';
import { EventLog } from './event-log.ts';
import { type InputKind, type LabInput, openInput } from './lab-input.ts';
import { checkFor, type ManifestCheck, OWN_NODES } from './manifest-check.ts';
import { tremoloUrl } from './tremolo-url.ts';

/** How often figures are read. */
const LOOK_MS = 250;
/** How long a person must not have typed before the manifest takes effect. */
const SETTLE_MS = 400;

/** What runs. */
export type LabState =
  | { readonly kind: 'off'; readonly fault: SdkError | undefined }
  | { readonly kind: 'starting' }
  | {
      readonly kind: 'on';
      readonly input: LabInput;
      readonly pipeline: AttachedPipeline;
      /** Why the last change did not take effect; what ran before goes on. */
      readonly fault: SdkError | undefined;
    };

/** A manifest being written, the track that goes through it, and what is known of both. */
export class PipelineLab {
  /** The manifest as it is written. */
  readonly text: Store<string>;
  /** What goes in. */
  readonly input: Store<InputKind>;
  /** What was found in the manifest. */
  readonly check: Store<ManifestCheck>;
  /** What runs. */
  readonly state: Store<LabState> = new Store<LabState>({ kind: 'off', fault: undefined });
  /** The plan that runs, or would. */
  readonly plan: Store<GraphPlan | undefined>;
  /** Figures of what runs. */
  readonly stats: Store<GraphStats | undefined> = new Store<GraphStats | undefined>(undefined);
  /** What nodes say. */
  readonly log: EventLog = new EventLog();
  #turn = 0;
  #looking: ReturnType<typeof setInterval> | undefined;
  #settling: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    const [{ text, input }] = EXAMPLES as [Example];
    this.text = new Store(text);
    this.input = new Store(input);
    this.check = new Store(checkFor(text, input));
    this.plan = new Store(this.check.get().plan);
  }

  /** Takes an example, and its input. */
  async choose({ text, input }: Example): Promise<void> {
    const changesInput = input !== this.input.get();
    this.input.set(input);
    this.write(text);
    if (changesInput && this.state.get().kind !== 'off') await this.start();
  }

  /** Takes another input; what runs is begun anew. */
  async chooseInput(input: InputKind): Promise<void> {
    this.input.set(input);
    this.write(this.text.get());
    if (this.state.get().kind !== 'off') await this.start();
  }

  /** Changes the manifest. It is checked at once; what runs follows when the typing pauses. */
  write(text: string): void {
    this.text.set(text);
    const check = checkFor(text, this.input.get());
    this.check.set(check);
    if (check.plan) this.plan.set(check.plan);
    clearTimeout(this.#settling);
    this.#settling = setTimeout(() => void this.#swap(), SETTLE_MS);
  }

  /** Begins, or begins anew. What goes wrong becomes the state. */
  async start(): Promise<void> {
    this.stop();
    const turn = this.#turn;
    this.state.set({ kind: 'starting' });
    let input: LabInput | undefined;
    try {
      input = await openInput(this.input.get());
      const pipeline = await attachPipeline(input.track, this.text.get(), {
        nodes: OWN_NODES,
        nodeModules: [tremoloUrl],
        assets: { ...sileroAssets, ...segmentationAssets },
      });
      if (turn === this.#turn) return this.#run(input, pipeline);
      // Somebody stopped it, or chose anew, meanwhile.
      pipeline.close();
      input.close();
    } catch (caught) {
      input?.close();
      if (turn === this.#turn) this.state.set({ kind: 'off', fault: SdkError.from(caught) });
    }
  }

  /** Ends it. */
  stop(): void {
    this.#turn += 1;
    clearInterval(this.#looking);
    const state = this.state.get();
    this.state.set({ kind: 'off', fault: undefined });
    this.stats.set(undefined);
    if (state.kind !== 'on') return;
    state.pipeline.close();
    state.input.close();
  }

  /** Changes a parameter of a node at work. The manifest stays as it is written. */
  async setParam(nodeId: string, name: string, value: string | number | boolean): Promise<void> {
    await this.#tell((pipeline) => pipeline.setParams(nodeId, { [name]: value }));
  }

  /** Lets a node work, hands its input on, or takes it out. */
  async setNodeState(nodeId: string, state: NodeState): Promise<void> {
    await this.#tell((pipeline) => pipeline.setNodeState(nodeId, state));
    await this.#look();
  }

  #run(input: LabInput, pipeline: AttachedPipeline): void {
    this.log.clear();
    pipeline.on('output', (output) => this.log.addOutput(output));
    pipeline.on('fault', ({ nodeId, error }) => this.log.addFault(nodeId, error));
    pipeline.on('closed', ({ error }) => {
      const state = this.state.get();
      if (state.kind !== 'on' || state.pipeline !== pipeline) return;
      this.stop();
      this.state.set({ kind: 'off', fault: error });
    });
    this.state.set({ kind: 'on', input, pipeline, fault: undefined });
    this.#looking = setInterval(() => void this.#look(), LOOK_MS);
  }

  async #swap(): Promise<void> {
    if (this.check.get().plan) await this.#tell((pipeline) => pipeline.swap(this.text.get()));
  }

  async #tell(what: (pipeline: AttachedPipeline) => Promise<void>): Promise<void> {
    const before = this.state.get();
    if (before.kind !== 'on') return;
    let fault: SdkError | undefined;
    try {
      await what(before.pipeline);
    } catch (caught) {
      fault = SdkError.from(caught);
    }
    this.state.update((now) => (now.kind === 'on' && now.pipeline === before.pipeline ? { ...now, fault } : now));
  }

  async #look(): Promise<void> {
    const state = this.state.get();
    this.log.flush();
    if (state.kind !== 'on') return;
    const stats = await state.pipeline.stats().catch(() => undefined);
    const now = this.state.get();
    if (stats && now.kind === 'on' && now.pipeline === state.pipeline) this.stats.set(stats);
  }
}
