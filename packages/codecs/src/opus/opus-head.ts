import { SdkError } from '@remotemedia/base';
import { assertInteger, assertNumber, assertObject, assertOneOf, assertPacket } from '../module/checks.ts';

/** The identification header of a stream of Opus: what `description` of WebCodecs holds (RFC 7845, 5.1). */
export interface OpusHead {
  /** Of the sound, 1–255; family 0 has 1 or 2, family 1 up to 8. */
  readonly channelCount: number;
  /** Sample-frames of 48 kHz to throw away at the beginning, 0–65535. */
  readonly preSkip: number;
  /** Of what was encoded, Hz; for information, 0 for unknown. */
  readonly inputSampleRate: number;
  /** What players add to the volume, dB, in steps of 1/256. */
  readonly outputGainDb: number;
  /** 0 mono or stereo, 1 surround in Vorbis's order, 255 channels without a meaning. */
  readonly mappingFamily: 0 | 1 | 255;
  /** Streams in each packet; family 0 has one. */
  readonly streamCount: number;
  /** How many of them, the first ones, are stereo. */
  readonly coupledCount: number;
  /** For each channel the number of the decoded one that it is, or 255 for silence. */
  readonly mapping: readonly number[];
}

/** `OpusHead` in ASCII. */
const MAGIC = [0x4f, 0x70, 0x75, 0x73, 0x48, 0x65, 0x61, 0x64];

/** Bytes without the table of channels. */
const FIXED_BYTES = 19;

/** A channel that is silent. */
const SILENT = 255;

/** Steps of the gain in one dB. */
const GAIN_STEPS = 256;

/**
 * Reads an identification header. Bytes behind it are ignored, as RFC 7845 asks.
 *
 * @throws {SdkError} `data-loss` for bytes that are none, saying what is wrong; `unimplemented` for another mapping family;
 *   `invalid-argument` when it is no `Uint8Array`
 */
export function readOpusHead(bytes: Uint8Array): OpusHead {
  assertPacket(bytes);
  if (MAGIC.some((byte, index) => bytes[index] !== byte)) throw bad('it does not begin with "OpusHead"');
  if (bytes.length < FIXED_BYTES) throw bad(`it has ${bytes.length} bytes, and ${FIXED_BYTES} are the least`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const version = view.getUint8(8);
  if (version === 0 || version > 15) throw bad(`version ${version} is not known; 1 is`);
  const mappingFamily = view.getUint8(18);
  if (mappingFamily !== 0 && mappingFamily !== 1 && mappingFamily !== 255) {
    throw new SdkError('unimplemented', `OpusHead: mapping family ${mappingFamily} is not known; 0, 1 and 255 are`);
  }
  const channelCount = view.getUint8(9);
  const head = {
    channelCount,
    preSkip: view.getUint16(10, true),
    inputSampleRate: view.getUint32(12, true),
    outputGainDb: view.getInt16(16, true) / GAIN_STEPS,
    mappingFamily,
    ...streams(bytes, mappingFamily, channelCount),
  } as const;
  const fault = faultOf(head);
  if (fault) throw bad(fault);
  return head;
}

/** What {@link writeOpusHead} needs; for family 0 the rest follows from the channels. */
export type OpusHeadFields = Pick<OpusHead, 'channelCount' | 'preSkip'> & Partial<OpusHead>;

/**
 * Writes an identification header.
 *
 * @param fields `inputSampleRate` defaults to 48000, `outputGainDb` and `mappingFamily` to 0
 * @throws {SdkError} `invalid-argument` or `out-of-range`, naming the field
 */
export function writeOpusHead(fields: OpusHeadFields): Uint8Array<ArrayBuffer> {
  assertObject('fields', fields);
  const { channelCount, preSkip, inputSampleRate = 48000, outputGainDb = 0, mappingFamily = 0 } = fields;
  assertInteger('channelCount', channelCount, 1, 255);
  assertInteger('preSkip', preSkip, 0, 65535);
  assertInteger('inputSampleRate', inputSampleRate, 0, 2 ** 32 - 1);
  assertNumber('outputGainDb', outputGainDb, -128, 32767 / GAIN_STEPS);
  assertOneOf('mappingFamily', mappingFamily, [0, 1, 255]);
  const { streamCount, coupledCount, mapping } = mappingFamily === 0 ? { ...fields, ...single(channelCount) } : fields;
  assertInteger('streamCount', streamCount, 1, 255);
  assertInteger('coupledCount', coupledCount, 0, 255);
  if (!Array.isArray(mapping)) {
    throw new SdkError('invalid-argument', `mapping must be an array; family ${mappingFamily} needs one`);
  }
  for (const index of mapping) assertInteger('mapping', index, 0, 255);
  const fault = faultOf({ channelCount, mappingFamily, streamCount, coupledCount, mapping });
  if (fault) throw new SdkError('invalid-argument', `OpusHead: ${fault}`);
  const table = mappingFamily === 0 ? [] : [streamCount, coupledCount, ...mapping];
  const bytes = new Uint8Array([...MAGIC, 1, channelCount, 0, 0, 0, 0, 0, 0, 0, 0, mappingFamily, ...table]);
  const view = new DataView(bytes.buffer);
  view.setUint16(10, preSkip, true);
  view.setUint32(12, inputSampleRate, true);
  view.setInt16(16, Math.round(outputGainDb * GAIN_STEPS), true);
  return bytes;
}

type Streams = Pick<OpusHead, 'streamCount' | 'coupledCount' | 'mapping'>;

/** Family 0 has no table: one stream, which has both channels. */
function single(channelCount: number): Streams {
  return { streamCount: 1, coupledCount: channelCount - 1, mapping: channelCount === 1 ? [0] : [0, 1] };
}

function streams(bytes: Uint8Array, mappingFamily: number, channelCount: number): Streams {
  if (mappingFamily === 0) return single(channelCount);
  const [streamCount, coupledCount, ...mapping] = bytes.subarray(FIXED_BYTES, FIXED_BYTES + 2 + channelCount);
  if (streamCount === undefined || coupledCount === undefined || mapping.length < channelCount) {
    throw bad('the table of channels is cut off');
  }
  return { streamCount, coupledCount, mapping };
}

/** What RFC 7845, 5.1.1, forbids, if there is something. */
function faultOf(head: Streams & Pick<OpusHead, 'channelCount' | 'mappingFamily'>): string | undefined {
  const { channelCount, mappingFamily, streamCount, coupledCount, mapping } = head;
  if (channelCount === 0) return 'it has no channels';
  const most = { 0: 2, 1: 8, 255: 255 }[mappingFamily];
  if (channelCount > most) return `family ${mappingFamily} has at most ${most} channels, not ${channelCount}`;
  if (streamCount === 0) return 'it has no streams';
  if (coupledCount > streamCount) return `${coupledCount} of ${streamCount} streams cannot be stereo`;
  const decoded = streamCount + coupledCount;
  if (decoded > 255) return `its streams have ${decoded} channels, and 255 are the most`;
  if (mapping.length !== channelCount) return `mapping has ${mapping.length} entries for ${channelCount} channels`;
  const wrong = mapping.find((index) => index >= decoded && index !== SILENT);
  return wrong === undefined ? undefined : `channel ${wrong} is mapped, and there are only ${decoded}`;
}

function bad(why: string): SdkError {
  return new SdkError('data-loss', `this is no OpusHead: ${why}`);
}
