import { writeFileSync } from 'node:fs';

const SAMPLE_RATE_HZ = 48_000;
const HEADER_BYTES = 44;

/** A tone that comes in pulses. */
export interface Tone {
  /** Pitch of the tone. */
  readonly toneHz: number;
  /** How long the file is; a fake microphone plays it in a loop. */
  readonly durationMs: number;
  /** Length of one pulse. */
  readonly pulseMs: number;
  /** Silence between two pulses. Noise suppression takes away a sound that never stops. */
  readonly pauseMs: number;
}

/** Writes a mono 16-bit PCM WAV file of a pulsed tone, the form that Chromium plays as a fake microphone. */
export function writeTone(path: string, tone: Tone): void {
  const frameCount = Math.round((tone.durationMs * SAMPLE_RATE_HZ) / 1000);
  const bytes = Buffer.alloc(HEADER_BYTES + frameCount * 2);
  writeHeader(bytes, frameCount * 2);
  for (let frame = 0; frame < frameCount; frame += 1) {
    const timeMs = (frame * 1000) / SAMPLE_RATE_HZ;
    const wave = Math.sin((2 * Math.PI * tone.toneHz * timeMs) / 1000);
    bytes.writeInt16LE(Math.round(wave * loudnessAt(timeMs, tone) * 0x7fff), HEADER_BYTES + frame * 2);
  }
  writeFileSync(path, bytes);
}

/** 0 in a pause, up to 0.5 in a pulse, with slopes of 5 ms so that the edges do not click. */
function loudnessAt(timeMs: number, { pulseMs, pauseMs }: Tone): number {
  const inCycleMs = timeMs % (pulseMs + pauseMs);
  const slopeMs = 5;
  return 0.5 * Math.max(0, Math.min(1, inCycleMs / slopeMs, (pulseMs - inCycleMs) / slopeMs));
}

function writeHeader(bytes: Buffer, dataBytes: number): void {
  bytes.write('RIFF', 0, 'ascii');
  bytes.writeUInt32LE(HEADER_BYTES - 8 + dataBytes, 4);
  bytes.write('WAVEfmt ', 8, 'ascii');
  bytes.writeUInt32LE(16, 16);
  bytes.writeUInt16LE(1, 20); // PCM
  bytes.writeUInt16LE(1, 22); // mono
  bytes.writeUInt32LE(SAMPLE_RATE_HZ, 24);
  bytes.writeUInt32LE(SAMPLE_RATE_HZ * 2, 28);
  bytes.writeUInt16LE(2, 32);
  bytes.writeUInt16LE(16, 34);
  bytes.write('data', 36, 'ascii');
  bytes.writeUInt32LE(dataBytes, 40);
}
