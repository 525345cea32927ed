import { SdkError } from '@remotemedia/base';
import type { AudioBlock } from '../../data/audio-block.ts';
import { type AnyNodeDefinition, defineNode, type NodeContext } from '../../node/node-definition.ts';
import { type ParamValues, param } from '../../node/param.ts';
import { ChannelMatrix } from './channel-matrix.ts';
import { channelMatrix } from './channel-rules.ts';
import { OwnBlock } from './own-block.ts';
import { SoundNode, type SoundStream } from './sound-node.ts';

/** How long a change of factors takes. */
const RAMP_MS = 10;

/** The channels that a node can tell apart. */
const MOST_CHANNELS = 8;

const params = {
  channels: param.integer({
    about: 'Channels of the output. Absent: as many as routes name, or as the input has.',
    min: 1,
    max: MOST_CHANNELS,
    aliases: ['channel_count'],
  }),
  interpretation: param.choice(['speakers', 'discrete'], {
    about:
      'Without routes: mix up and down by the rules of Web Audio (mono to both sides, stereo to its mean), or keep ' +
      'channels by number.',
    default: 'speakers',
  }),
  routes: param.list(
    param.record(
      param.number({ about: '`from`, `to` (channels from 0) or `gain` (a factor).', min: -1000, max: 1000 }),
      {
        about: 'One way: {from: 0, to: 1, gain: 0.5}. The gain is 1 if absent.',
        maxEntries: 3,
      },
    ),
    {
      about:
        'Which channel goes where, and by what factor. What goes to the same output is added. Absent: by the rules.',
      default: [],
      maxItems: MOST_CHANNELS * MOST_CHANNELS,
    },
  ),
};

type ChannelMapParams = ParamValues<typeof params>;

/** Puts channels where they shall be. */
export const channelMap: AnyNodeDefinition = defineNode({
  type: 'ChannelMap',
  about: 'Puts channels where they shall be: mono to stereo and back, left and right swapped, or any mix of them.',
  params,
  ports: { inputs: { in: ['audio'] }, outputs: { out: ['audio'] } },
  isRealtime: true,
  audioFormat: (values, input) => {
    const conflict = badRoute(values);
    return conflict === undefined ? { ...input, channelCount: outputsFor(values, input.channelCount) } : { conflict };
  },
  create: (values, context) => new ChannelMapNode(values, context),
});

class ChannelMapNode extends SoundNode<ChannelMapParams> {
  constructor(values: ChannelMapParams, context: NodeContext) {
    checkRoutes(values);
    super(values, (now) => new ChannelMapStream(now, context), context.emit);
  }

  override update(values: ChannelMapParams): void {
    checkRoutes(values);
    super.update(values);
  }
}

class ChannelMapStream implements SoundStream<ChannelMapParams> {
  readonly #emit: NodeContext['emit'];
  readonly #own = new OwnBlock();
  #params: ChannelMapParams;
  #matrix: ChannelMatrix | undefined;
  #rate = 0;

  constructor(params: ChannelMapParams, { emit }: NodeContext) {
    this.#emit = emit;
    this.#params = params;
  }

  take(block: AudioBlock): void {
    this.#rate = block.sampleRate;
    const matrix = this.#matrix?.inputs === block.channels.length ? this.#matrix : this.#begin(block.channels.length);
    const out = this.#own.like(block, matrix.outputs);
    matrix.run(block, out);
    matrix.advance(block.frames);
    this.#emit(out);
  }

  update(params: ChannelMapParams): void {
    this.#params = params;
    const now = this.#matrix;
    if (!now) return;
    if (outputsFor(params, now.inputs) === now.outputs) {
      now.aim(matrixFor(params, now.inputs, now.outputs), (this.#rate * RAMP_MS) / 1000);
    } else this.#begin(now.inputs);
  }

  #begin(inputs: number): ChannelMatrix {
    const outputs = outputsFor(this.#params, inputs) ?? inputs;
    const matrix = new ChannelMatrix(inputs, outputs, matrixFor(this.#params, inputs, outputs));
    this.#matrix = matrix;
    return matrix;
  }
}

/** Channels of the output, if that can be told. */
function outputsFor({ channels, routes }: ChannelMapParams, inputs: number | undefined): number | undefined {
  if (channels !== undefined) return channels;
  return routes.length > 0 ? Math.max(...routes.map((route) => (route['to'] ?? 0) + 1)) : inputs;
}

function matrixFor({ routes, interpretation }: ChannelMapParams, inputs: number, outputs: number): Float64Array {
  if (routes.length === 0) return channelMatrix(inputs, outputs, interpretation);
  const matrix = new Float64Array(inputs * outputs);
  for (const { from = 0, to = 0, gain = 1 } of routes) {
    if (from >= inputs || to >= outputs) continue;
    matrix[to * inputs + from] = (matrix[to * inputs + from] ?? 0) + gain;
  }
  return matrix;
}

/** @throws {SdkError} `invalid-argument` for a route that names no channel, or something else */
function checkRoutes(values: ChannelMapParams): void {
  const why = badRoute(values);
  if (why !== undefined) throw new SdkError('invalid-argument', why);
}

/** What is wrong with the first route that is no route. */
function badRoute({ routes }: ChannelMapParams): string | undefined {
  for (const [index, route] of routes.entries()) {
    const why = strangeMember(route) ?? badChannel('from', route['from']) ?? badChannel('to', route['to']);
    if (why !== undefined) return `routes[${index}] must be like {from: 0, to: 1, gain: 0.5}: ${why}`;
  }
  return undefined;
}

function strangeMember(route: Readonly<Record<string, number>>): string | undefined {
  const strange = Object.keys(route).find((key) => !['from', 'to', 'gain'].includes(key));
  return strange === undefined ? undefined : `there is nothing called ${JSON.stringify(strange.slice(0, 40))}`;
}

function badChannel(name: string, channel: number | undefined): string | undefined {
  const isChannel = channel !== undefined && Number.isInteger(channel) && channel >= 0 && channel < MOST_CHANNELS;
  return isChannel ? undefined : `${name} must be a channel from 0 to ${MOST_CHANNELS - 1}, not ${channel}`;
}
