import { SdkError } from '@remotemedia/base';
import type { RuntimeData } from '../../data/runtime-data.ts';
import { defineNode, type NodeContext, type NodeDefinition, type NodeInstance } from '../../node/node-definition.ts';
import { type Param, param } from '../../node/param.ts';
import { CharacterSet } from './character-set.ts';
import { SentenceBuffer } from './sentence-buffer.ts';

/** Readers that one node collects for at a time; each has a buffer of its own. */
const MAX_CHANNELS = 16;

/** They end a turn, and are handed on as items of their own. Source: upstream's text generators. */
const END_TOKENS = /(<\|text_end\|>|<\|audio_end\|>)/;

/** Parameters of {@link textCollector}. */
export type TextCollectorParams = {
  readonly splitPattern: Param<string>;
  readonly minSentenceLength: Param<number>;
  readonly yieldPartialOnEnd: Param<boolean>;
};

/**
 * Joins pieces of text, such as the tokens of a language model, into sentences. Source: upstream's `TextCollectorNode`.
 *
 * Here a sentence that is too short goes with the next one; upstream drops it.
 */
export const textCollector: NodeDefinition<TextCollectorParams> = defineNode({
  type: 'TextCollector',
  about:
    'Joins pieces of text into sentences, for each channel on its own. <|text_end|> and <|audio_end|> end a turn and ' +
    'are handed on.',
  params: {
    splitPattern: param.text({
      about: 'The characters that end a sentence, as a set: [.!?;\\n]+. No other regular expression is taken.',
      default: '[.!?;\\n]+',
      maxLength: 256,
    }),
    minSentenceLength: param.integer({
      about: 'What is shorter, spaces around it not counted, goes with the next sentence.',
      default: 3,
      min: 0,
      max: 1000,
      unit: 'characters',
    }),
    yieldPartialOnEnd: param.boolean({
      about: 'Whether what has no end yet is given when the turn or the input ends; otherwise it is dropped.',
      default: true,
    }),
  },
  ports: { inputs: { in: ['text'] }, outputs: { out: ['text'] } },
  create: (params, context) => new TextCollectorNode(params, context),
});

class TextCollectorNode implements NodeInstance {
  readonly #emit: NodeContext['emit'];
  readonly #boundaries: CharacterSet;
  readonly #minLength: number;
  readonly #yieldPartial: boolean;
  readonly #buffers = new Map<string | undefined, SentenceBuffer>();

  constructor(
    params: { readonly splitPattern: string; readonly minSentenceLength: number; readonly yieldPartialOnEnd: boolean },
    { emit }: NodeContext,
  ) {
    this.#emit = emit;
    this.#boundaries = new CharacterSet(params.splitPattern);
    this.#minLength = params.minSentenceLength;
    this.#yieldPartial = params.yieldPartialOnEnd;
  }

  process(item: RuntimeData): void {
    if (item.kind !== 'text') throw new SdkError('invalid-argument', `TextCollector takes text, not ${item.kind}`);
    const { text, channel } = item;
    const buffer = this.#bufferOf(channel);
    for (const [index, part] of text.split(END_TOKENS).entries()) {
      const isEndToken = index % 2 === 1;
      if (!isEndToken) for (const sentence of buffer.add(part)) this.#give(sentence, channel);
      else {
        this.#end(buffer, channel);
        this.#give(part, channel);
      }
    }
  }

  flush(): void {
    for (const [channel, buffer] of this.#buffers) this.#end(buffer, channel);
    this.#buffers.clear();
  }

  reset(): void {
    this.#buffers.clear();
  }

  #end(buffer: SentenceBuffer, channel: string | undefined): void {
    const rest = buffer.takeRest();
    if (rest !== '' && this.#yieldPartial) this.#give(rest, channel);
  }

  #bufferOf(channel: string | undefined): SentenceBuffer {
    const known = this.#buffers.get(channel);
    if (known) return known;
    if (this.#buffers.size >= MAX_CHANNELS)
      throw new SdkError('resource-exhausted', `text for more than ${MAX_CHANNELS} channels in one TextCollector`);
    const buffer = new SentenceBuffer(this.#boundaries, this.#minLength);
    this.#buffers.set(channel, buffer);
    return buffer;
  }

  #give(text: string, channel: string | undefined): void {
    this.#emit({ kind: 'text', text, channel });
  }
}
