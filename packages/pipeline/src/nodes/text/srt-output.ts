import { SdkError } from '@remotemedia/base';
import type { JsonValue } from '../../data/json-value.ts';
import type { RuntimeData } from '../../data/runtime-data.ts';
import { defineNode, type NodeContext, type NodeDefinition, type NodeInstance } from '../../node/node-definition.ts';
import { type Param, param } from '../../node/param.ts';
import { type Cue, formatCue } from './srt-cue.ts';
import { cuesOf } from './transcript-cues.ts';

/** Characters that people read in a second. */
const READING_SPEED = 15;

/** Shortest and longest time of a cue that comes without one, in s. */
const READING_S = { min: 1, max: 7 } as const;

/** Parameters of {@link srtOutput}. */
export type SrtOutputParams = { readonly includeNumbers: Param<boolean>; readonly maxLineLength: Param<number> };

/** Writes subtitles in the SubRip format, a text item for each cue. Source: upstream's `SrtOutput`. */
export const srtOutput: NodeDefinition<SrtOutputParams> = defineNode({
  type: 'SrtOutput',
  about:
    'Writes subtitles (SubRip) of transcripts: JSON with text, start and end in seconds, alone or in a list segments or ' +
    'chunks. Plain text follows the cue before it and stays as long as it takes to read.',
  params: {
    includeNumbers: param.boolean({ about: 'Whether cues are numbered, from 1.', default: true }),
    maxLineLength: param.integer({
      about: 'Longest line; a longer one is broken between words. 0 breaks none.',
      default: 0,
      min: 0,
      max: 1000,
      unit: 'characters',
    }),
  },
  ports: { inputs: { in: ['json', 'text'] }, outputs: { out: ['text'] } },
  create: (params, { emit }) => new SrtOutputNode(params, emit),
});

class SrtOutputNode implements NodeInstance {
  readonly #params: { readonly includeNumbers: boolean; readonly maxLineLength: number };
  readonly #emit: NodeContext['emit'];
  #count = 0;
  /** Where the latest cue ends. */
  #endS = 0;

  constructor(params: { readonly includeNumbers: boolean; readonly maxLineLength: number }, emit: NodeContext['emit']) {
    this.#params = params;
    this.#emit = emit;
  }

  process(item: RuntimeData): void {
    for (const cue of this.#cuesOf(item)) {
      if (cue.text.trim() === '') continue;
      this.#count += 1;
      this.#endS = Math.max(this.#endS, cue.endS);
      const number = this.#params.includeNumbers ? this.#count : undefined;
      this.#emit({ kind: 'text', text: formatCue(cue, number, this.#params.maxLineLength) });
    }
  }

  /** What comes afterwards is another file. */
  flush(): void {
    this.#count = 0;
    this.#endS = 0;
  }

  #cuesOf(item: RuntimeData): readonly Cue[] {
    if (item.kind === 'text') return [this.#following(item.text)];
    if (item.kind === 'json') return this.#inJson(item.value);
    throw new SdkError('invalid-argument', `SrtOutput takes json or text, not ${item.kind}`);
  }

  #inJson(value: JsonValue): readonly Cue[] {
    return typeof value === 'string' ? [this.#following(value)] : cuesOf(value);
  }

  #following(text: string): Cue {
    const readingS = Math.min(Math.max(text.trim().length / READING_SPEED, READING_S.min), READING_S.max);
    return { text, startS: this.#endS, endS: this.#endS + readingS };
  }
}
