import type { JsonValue } from '../../data/json-value.ts';
import type { RuntimeData } from '../../data/runtime-data.ts';
import { type AnyNodeDefinition, defineNode, type NodeContext, type NodeInstance } from '../../node/node-definition.ts';
import { type ParamValues, param } from '../../node/param.ts';
import { eventTypeOf, numberOf, textOf } from './json-members.ts';
import { LEFT, PRESENCE_WINDOW_MS, RIGHT, speakersIn } from './presence.ts';
import { type SoundWindow, WindowCutter } from './sound-window.ts';
import { TalkShares } from './talk-shares.ts';

/** Who had which share of a conversation: the event of `ConversationFlow`. Source: upstream's `conversation_flow_v1`. */
export type ConversationFlowEvent = {
  /** What kind of event it is, as upstream names it. */
  readonly event_type: 'conversation.flow';
  /** Which event it is, and in which version, as upstream names it. */
  readonly _schema: 'conversation_flow_v1';
  /** Share of the time with speech, in per cent; not for stereo. */
  readonly talk_pct?: number;
  /** Share of the time in which the left side spoke, in per cent; for stereo only. */
  readonly left_talk_pct?: number;
  /** The right side, likewise. */
  readonly right_talk_pct?: number;
  /** Both at once, likewise. */
  readonly overlap_pct?: number;
  /** Nobody. */
  readonly silence_pct: number;
  /** How far back it looks, in ms: `window_ms`. */
  readonly window_ms: number;
  /** Until when, µs on the clock of what came in. */
  readonly timestamp_us: number;
};

/** Level above which sound is speech, dB; the default of `SpeechPresence`. */
const SPEECH_DB = -50;

/** Who speaks in each state of `SpeechPresence`. */
const SPEAKERS: ReadonlyMap<string, number> = new Map([
  ['speaking', LEFT],
  ['speaking_left', LEFT],
  ['speaking_right', RIGHT],
  ['speaking_both', LEFT | RIGHT],
  ['overlap', LEFT | RIGHT],
  ['silent', 0],
  ['dead_air', 0],
]);

const params = {
  windowMs: param.number({
    about: 'How far back the shares look.',
    default: 30_000,
    min: 100,
    max: 3_600_000,
    unit: 'ms',
  }),
  emitIntervalMs: param.number({
    about: 'How often they are told.',
    default: 5000,
    min: 20,
    max: 3_600_000,
    unit: 'ms',
  }),
};

type FlowParams = ParamValues<typeof params>;

/** Tells who has which share of a conversation. */
export const conversationFlow: AnyNodeDefinition = defineNode({
  type: 'ConversationFlow',
  about: 'Tells who has which share of a conversation, of the sound itself or of the events of SpeechPresence.',
  params,
  ports: { inputs: { in: ['audio', 'json'] }, outputs: { out: ['json'] } },
  isRealtime: true,
  create: (values, context) => new ConversationFlowNode(values, context),
});

class ConversationFlowNode implements NodeInstance {
  readonly #context: NodeContext;
  readonly #cutter = new WindowCutter(PRESENCE_WINDOW_MS, (window) => this.#hear(window));
  #params: FlowParams;
  #shares: TalkShares;
  #isStereo = false;
  #sinceToldMs = 0;
  /** The last event of presence. */
  #speakers: number | undefined;
  #untilUs = 0;

  constructor(params: FlowParams, context: NodeContext) {
    this.#params = params;
    this.#context = context;
    this.#shares = new TalkShares(params.windowMs);
  }

  process(item: RuntimeData): void {
    if (item.kind === 'audio') this.#cutter.push(item);
    else if (item.kind === 'json' && eventTypeOf(item.value) === 'speech.presence') this.#read(item.value);
  }

  update(params: FlowParams): void {
    if (params.windowMs !== this.#params.windowMs) this.#shares = new TalkShares(params.windowMs);
    this.#params = params;
  }

  flush(): void {
    if (this.#sinceToldMs > 0) this.#tell();
  }

  reset(): void {
    this.#cutter.reset();
    this.#shares.reset();
    this.#speakers = undefined;
    this.#sinceToldMs = 0;
  }

  #hear(window: SoundWindow): void {
    const windowMs = (window.frames / window.sampleRate) * 1000;
    this.#isStereo = window.meanSquares.length === 2;
    this.#shares.add(speakersIn(window, SPEECH_DB));
    this.#untilUs = window.timestampUs + Math.round(windowMs * 1000);
    this.#pass(windowMs);
  }

  /** A state holds from its event until the next one. */
  #read(event: JsonValue): void {
    const state = textOf(event, 'state') ?? '';
    const speakers = SPEAKERS.get(state);
    if (speakers === undefined) return;
    const timestampUs = numberOf(event, 'timestamp_us') ?? this.#context.now() * 1000;
    const passedMs = this.#speakers === undefined ? 0 : Math.max(0, (timestampUs - this.#untilUs) / 1000);
    const steps = Math.round(passedMs / PRESENCE_WINDOW_MS);
    this.#shares.add(this.#speakers ?? 0, steps);
    // What was rounded off is counted with the next event.
    this.#untilUs = this.#speakers === undefined ? timestampUs : this.#untilUs + steps * PRESENCE_WINDOW_MS * 1000;
    this.#isStereo ||= state === 'overlap' || state.startsWith('speaking_');
    this.#speakers = speakers;
    this.#pass(steps * PRESENCE_WINDOW_MS);
  }

  #pass(passedMs: number): void {
    this.#sinceToldMs += passedMs;
    if (this.#sinceToldMs >= this.#params.emitIntervalMs) this.#tell();
  }

  #tell(): void {
    this.#sinceToldMs = 0;
    const value: ConversationFlowEvent = {
      event_type: 'conversation.flow',
      _schema: 'conversation_flow_v1',
      ...(this.#isStereo ? stereo(this.#shares) : { talk_pct: this.#shares.leftPercent }),
      silence_pct: this.#shares.silencePercent,
      window_ms: this.#params.windowMs,
      timestamp_us: Math.round(this.#untilUs),
    };
    this.#context.emit({ kind: 'json', value });
  }
}

function stereo(shares: TalkShares): Pick<ConversationFlowEvent, 'left_talk_pct' | 'right_talk_pct' | 'overlap_pct'> {
  return {
    left_talk_pct: shares.leftPercent,
    right_talk_pct: shares.rightPercent,
    overlap_pct: shares.overlapPercent,
  };
}
