import { MediaPart } from './description-parts.ts';
import type { MediaSectionInit } from './session-description.ts';
import { readNumber, readNumberIn, readWords, writeWords } from './tokens.ts';

/** Largest port. */
const MAX_PORT = 65_535;

/** A section without lines, from the value of its `m=` line; `undefined` when that is not understood. */
export function readMediaLine(text: string): MediaPart | undefined {
  const kindEnd = text.indexOf(' ');
  const portEnd = text.indexOf(' ', kindEnd + 1);
  const protoEnd = text.indexOf(' ', portEnd + 1);
  if (kindEnd < 1 || portEnd <= kindEnd + 1 || protoEnd <= portEnd + 1) return undefined;
  let port = readNumberIn(text, kindEnd + 1, portEnd);
  let portCount: number | undefined;
  if (port < 0) {
    const ports = text.slice(kindEnd + 1, portEnd);
    const slash = ports.indexOf('/');
    if (slash < 0) return undefined;
    port = readNumber(ports.slice(0, slash));
    portCount = readNumber(ports.slice(slash + 1));
  }
  const formats = readWords(text.slice(protoEnd + 1));
  if (port < 0 || port > MAX_PORT || portCount === -1 || !formats) return undefined;
  return new MediaPart(text.slice(0, kindEnd), port, portCount, text.slice(portEnd + 1, protoEnd), formats);
}

/** The value of the `m=` line of a section. */
export function writeMediaLine({ kind, port, portCount, proto, formats }: MediaSectionInit): string {
  const ports = portCount === undefined ? `${port}` : `${port}/${portCount}`;
  return `${kind} ${ports} ${proto} ${writeWords(formats)}`;
}
