import type { Coder, Contender, Picture, Sound } from './contender.ts';
import { digestOf } from './digest.ts';
import { joinPieces, splitPieces } from './pieces.ts';
import type { Outcome, Task } from './task.ts';

/** Gives a file by its name; the same bytes to every contender. */
export type ReadFile = (name: string) => Promise<Uint8Array<ArrayBuffer>>;

/** Samples of a frame of 20 ms. */
const FRAME = 960;

/** Lets a contender do a task once. With `isLooking` what comes out is kept, and the time says nothing. */
export function perform(contender: Contender, task: Task, read: ReadFile, isLooking: boolean): Promise<Outcome> {
  switch (task.what) {
    case 'opus-encode':
      return encodeOpus(contender, task, read, isLooking);
    case 'opus-decode':
      return decodeOpus(contender, task, read, isLooking);
    case 'video-encode':
      return encodeVideo(contender, task, read, isLooking);
    case 'video-decode':
      return decodeVideo(contender, task, read, isLooking);
  }
}

type TaskOf<What> = Extract<Task, { what: What }>;

async function encodeOpus(
  contender: Contender,
  { clip, settings, limit }: TaskOf<'opus-encode'>,
  read: ReadFile,
  isLooking: boolean,
): Promise<Outcome> {
  const pcm = shortsOf(await read(clip));
  const frame = FRAME * settings.channelCount;
  const inputs = Array.from({ length: Math.floor(pcm.length / frame) }, (_, index) =>
    pcm.subarray(index * frame, (index + 1) * frame),
  ).slice(0, limit);
  const packets = new Packets(isLooking);
  const coder = await able(contender.openOpusEncoder)(settings, packets.take);
  return { ...(await run(coder, inputs, 0)), count: inputs.length, ...packets.outcome() };
}

async function decodeOpus(
  contender: Contender,
  { packets, settings, passes, limit }: TaskOf<'opus-decode'>,
  read: ReadFile,
  isLooking: boolean,
): Promise<Outcome> {
  const pass = splitPieces(await read(packets));
  const inputs = Array.from({ length: isLooking ? 1 : passes }, () => pass)
    .flat()
    .slice(0, limit);
  const sound = new Packets(isLooking);
  const coder = await able(contender.openOpusDecoder)(settings, (pcm) => isLooking && sound.take(bytesOf(pcm)));
  return { ...(await run(coder, inputs, 0)), count: inputs.length, ...sound.outcome() };
}

async function encodeVideo(
  contender: Contender,
  { clip, settings, lead, count }: TaskOf<'video-encode'>,
  read: ReadFile,
  isLooking: boolean,
): Promise<Outcome> {
  const pixels = await read(clip);
  const size = (settings.width * settings.height * 3) / 2;
  const pictures = pixels.byteLength / size;
  const inputs = Array.from({ length: lead + count }, (_, index) => {
    const from = (index % pictures) * size;
    return pixels.subarray(from, from + size);
  });
  const packets = new Packets(isLooking);
  const coder = await able(contender.openVideoEncoder)(settings, packets.take);
  return { ...(await run(coder, inputs, lead)), count, ...packets.outcome() };
}

async function decodeVideo(
  contender: Contender,
  { packets, settings, lead, limit }: TaskOf<'video-decode'>,
  read: ReadFile,
  isLooking: boolean,
): Promise<Outcome> {
  const inputs = splitPieces(await read(packets)).slice(0, limit);
  let pictures = 0;
  let digest = 0;
  const take = (picture: Picture | undefined) => {
    pictures += 1;
    if (isLooking && picture) digest = digestOf(picture, digest);
  };
  const coder = await able(contender.openVideoDecoder)(settings, take, isLooking);
  const { elapsedMs } = await run(coder, inputs, lead);
  if (pictures !== inputs.length) throw new Error(`${inputs.length} packets gave ${pictures} pictures`);
  const bytes = inputs.reduce((sum, packet) => sum + packet.byteLength, 0);
  return { elapsedMs, count: inputs.length - lead, bytes, ...(isLooking ? { digest } : {}) };
}

/** Puts everything in. The clock starts when the lead is out. */
async function run<Input>(coder: Coder<Input>, inputs: readonly Input[], lead: number): Promise<{ elapsedMs: number }> {
  try {
    await put(coder, inputs.slice(0, lead));
    const startMs = performance.now();
    await put(coder, inputs.slice(lead));
    return { elapsedMs: performance.now() - startMs };
  } finally {
    await coder.close();
  }
}

/** Nobody is waited for who is done at once: even that would cost the quickest of them something. */
async function put<Input>(coder: Coder<Input>, inputs: readonly Input[]): Promise<void> {
  for (const input of inputs) {
    const held = coder.put(input);
    if (held) await held;
  }
  await coder.flush?.();
}

/** What comes out: counted, and kept only if somebody looks at it. */
class Packets {
  readonly #isLooking: boolean;
  readonly #kept: Uint8Array[] = [];
  #bytes = 0;

  constructor(isLooking: boolean) {
    this.#isLooking = isLooking;
  }

  readonly take = (packet: Uint8Array): void => {
    this.#bytes += packet.byteLength;
    if (this.#isLooking) this.#kept.push(packet.slice());
  };

  outcome(): Pick<Outcome, 'bytes' | 'pieces'> {
    return { bytes: this.#bytes, ...(this.#isLooking ? { pieces: joinPieces(this.#kept) } : {}) };
  }
}

function able<Open>(open: Open | undefined): Open {
  if (open === undefined) throw new Error('this library cannot do that');
  return open;
}

function shortsOf(bytes: Uint8Array<ArrayBuffer>): Int16Array<ArrayBuffer> {
  return new Int16Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 2);
}

/** As interleaved 16-bit integers, whatever it came as. */
function bytesOf(sound: Sound): Uint8Array {
  const pcm = sound instanceof Int16Array ? sound : toShorts(sound instanceof Float32Array ? [sound] : sound);
  return new Uint8Array(pcm.buffer, pcm.byteOffset, pcm.byteLength);
}

function toShorts(planes: readonly Float32Array[]): Int16Array {
  const pcm = new Int16Array((planes[0]?.length ?? 0) * planes.length);
  for (const [channel, plane] of planes.entries()) {
    for (const [at, sample] of plane.entries()) {
      // As libopus rounds.
      pcm[at * planes.length + channel] = Math.max(-32_768, Math.min(32_767, Math.round(sample * 32_768)));
    }
  }
  return pcm;
}
