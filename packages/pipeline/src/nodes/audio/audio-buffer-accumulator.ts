import type { AudioBlock } from '../../data/audio-block.ts';
import type { RuntimeData } from '../../data/runtime-data.ts';
import { type AnyNodeDefinition, defineNode, type NodeContext, type NodeInstance } from '../../node/node-definition.ts';
import { type ParamValues, param } from '../../node/param.ts';
import { readSpeech, type Speech } from './speech.ts';
import { UtteranceBuffer } from './utterance-buffer.ts';

const params = {
  minUtteranceDurationMs: param.integer({
    about: 'What is shorter is dropped.',
    default: 250,
    min: 0,
    max: 60_000,
    unit: 'ms',
  }),
  maxUtteranceDurationMs: param.integer({
    about: 'What is longer comes in pieces of this length, or of 2^24 samples if that is less.',
    default: 30_000,
    min: 100,
    max: 120_000,
    unit: 'ms',
  }),
  preRollMs: param.integer({
    about: 'How much sound before the start belongs to it at least. Detectors tell a start late, and say by how much.',
    default: 0,
    min: 0,
    max: 5000,
    unit: 'ms',
  }),
};

type AccumulatorParams = ParamValues<typeof params>;

/** Detectors are not this late; what is older is forgotten while nobody speaks. */
const HISTORY_MS = 5000;

/** Streams at a time; the one that came first is forgotten for another. */
const MOST_STREAMS = 64;

/** Most samples of all channels that are kept of a stream (64 MiB): 2 minutes at 48 kHz in stereo are less. */
const MOST_SAMPLES = 2 ** 24;

/** Collects what is said into one block for each utterance. */
export const audioBufferAccumulator: AnyNodeDefinition = defineNode({
  type: 'AudioBufferAccumulator',
  about:
    'Collects sound from the start of speech to its end, as a voice detector tells it, into one block for each utterance. ' +
    'Lead both the events and the sound of the detector here.',
  params,
  ports: { inputs: { in: ['audio', 'json'] }, outputs: { out: ['audio'] } },
  create: (values, context) => new AccumulatorNode(values, context),
});

/** What is known of one stream. */
class Speaker {
  /** What is said now, or what was heard before. */
  sound = new UtteranceBuffer();
  isSpeaking = false;
  /** A piece of it was given already, so that the rest may be short. */
  isContinued = false;
}

class AccumulatorNode implements NodeInstance {
  readonly #emit: NodeContext['emit'];
  readonly #speakers = new Map<string | undefined, Speaker>();
  #params: AccumulatorParams;

  constructor(params: AccumulatorParams, { emit }: NodeContext) {
    this.#emit = emit;
    this.#params = params;
  }

  process(item: RuntimeData): void {
    if (item.kind === 'audio') this.#hear(item);
    else if (item.kind === 'json') this.#learn(readSpeech(item.value));
  }

  update(params: AccumulatorParams): void {
    this.#params = params;
  }

  flush(): void {
    for (const speaker of this.#speakers.values()) this.#end(speaker);
  }

  reset(): void {
    this.#speakers.clear();
  }

  #hear(block: AudioBlock): void {
    const speaker = this.#speakerOf(block.streamId);
    if (block.frames === 0 && block.streamId !== undefined) {
      this.#end(speaker);
      this.#speakers.delete(block.streamId);
      this.#emit(block);
      return;
    }
    if (!speaker.sound.fits(block)) this.#cut(speaker);
    speaker.sound.add(block);
    const most = this.#framesOf(speaker.isSpeaking ? this.#params.maxUtteranceDurationMs : HISTORY_MS, block);
    if (!speaker.isSpeaking) speaker.sound.drop(speaker.sound.frames - most);
    while (speaker.isSpeaking && speaker.sound.frames >= most) {
      speaker.isContinued = true;
      this.#emit(speaker.sound.take(most));
    }
  }

  #learn({ isStart, isEnd, lateMs, streamId }: Speech): void {
    const speaker = this.#speakerOf(streamId);
    if (isStart && !speaker.isSpeaking) {
      speaker.isSpeaking = true;
      speaker.sound.keepLastMs(Math.max(lateMs, this.#params.preRollMs));
    }
    if (isEnd) this.#end(speaker);
  }

  #end(speaker: Speaker): void {
    if (speaker.isSpeaking) this.#cut(speaker);
    speaker.isSpeaking = false;
  }

  /** Gives what was said so far. */
  #cut(speaker: Speaker): void {
    const said = speaker.sound.take(Number.POSITIVE_INFINITY);
    const isLong = speaker.isContinued || said.durationUs >= this.#params.minUtteranceDurationMs * 1000;
    speaker.isContinued = false;
    if (speaker.isSpeaking && said.frames > 0 && isLong) this.#emit(said);
  }

  #framesOf(durationMs: number, { sampleRate, channels }: AudioBlock): number {
    const most = Math.floor(MOST_SAMPLES / channels.length);
    return Math.min(most, Math.max(1, Math.round((durationMs / 1000) * sampleRate)));
  }

  #speakerOf(streamId: string | undefined): Speaker {
    const known = this.#speakers.get(streamId);
    if (known) return known;
    const [oldest] = this.#speakers.keys();
    if (this.#speakers.size >= MOST_STREAMS) this.#speakers.delete(oldest);
    const speaker = new Speaker();
    this.#speakers.set(streamId, speaker);
    return speaker;
  }
}
