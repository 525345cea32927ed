/** What a section of a description is about, and which way it may flow, as seen by the writer of the description. */
export interface MediaDirection {
  /** Kind of media: `audio`, `video`, `application`, … */
  readonly kind: string;
  /** Whether the section is in use: its port is not 0, or it is in a bundle. */
  readonly isUsed: boolean;
  /** Whether the writer may send in it. */
  readonly sends: boolean;
  /** Whether the writer may receive in it. */
  readonly receives: boolean;
}

/** What some peer or other takes for the end of a line. */
const LINE_END = /\r\n|[\r\n]/;
/** Chromium takes an attribute's name for complete before a space and a colon, too. */
const DIRECTION = /^a=(sendrecv|sendonly|recvonly|inactive)(?=$|[ :])/;
const MEDIA = /^m=([^ ]*) +([^ ]*)/;
const SENDS = 1;
const RECEIVES = 2;
const BITS: Readonly<Record<string, number>> = {
  sendrecv: SENDS | RECEIVES,
  sendonly: SENDS,
  recvonly: RECEIVES,
  inactive: 0,
};

/**
 * Who sends and receives what, section by section: enough to check a peer's right to publish or to subscribe, without
 * taking the description apart. Rather sees too much than too little: a lone CR ends a line, and of two directions in
 * one section both count. Where none is said, the session's counts, and without that both ways.
 *
 * Takes any text and never throws; a text without sections has none. Its time grows with the length of the text.
 */
export function mediaDirections(sdp: string): MediaDirection[] {
  const sections: { kind: string; isUsed: boolean; bits: number | undefined }[] = [];
  const session: { bits: number | undefined } = { bits: undefined };
  for (const line of sdp.split(LINE_END)) {
    if (line.startsWith('m=')) {
      const [, kind = '', port = ''] = MEDIA.exec(line) ?? [];
      sections.push({ kind, isUsed: port !== '0', bits: undefined });
    } else if (line.startsWith('a=')) {
      const part = sections.at(-1) ?? session;
      const bits = BITS[DIRECTION.exec(line)?.[1] ?? ''];
      if (bits !== undefined) part.bits = (part.bits ?? 0) | bits;
      else if (line.startsWith('a=bundle-only') && 'isUsed' in part) part.isUsed = true;
    }
  }
  const usual = session.bits ?? SENDS | RECEIVES;
  return sections.map(({ kind, isUsed, bits = usual }) => {
    return { kind, isUsed, sends: (bits & SENDS) !== 0, receives: (bits & RECEIVES) !== 0 };
  });
}
