import * as codecs from '@remotemedia/sdk/codecs';
import type { Classes } from '../classes/classes.ts';
import { contenderOf } from '../classes/contender-of.ts';
import type { Contender } from '../contender.ts';

/** Ours take all that the browser's take, which the types of both say in other words. */
const classes = codecs as unknown as Classes;

/** Our classes in the form of WebCodecs, with our own engine in its worker. */
export const contender: Contender = contenderOf(classes, {
  audio: { engine: 'wasm' },
  videoEncoder: ({ cpuUsed }) => ({ engine: 'wasm', vpxExtras: { cpuUsed } }),
  videoDecoder: { engine: 'wasm' },
});
