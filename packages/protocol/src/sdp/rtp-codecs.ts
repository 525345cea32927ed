import { CONNECTION, type Codec } from './codecs.ts';
import type {
  SdpDirection,
  SdpExtmap,
  SdpFmtp,
  SdpMsid,
  SdpRid,
  SdpRtcp,
  SdpRtcpFeedback,
  SdpRtpmap,
  SdpSsrc,
  SdpSsrcGroup,
} from './session-description.ts';
import { ASTERISK, readNumber, readNumberIn, readWords, writeWords } from './tokens.ts';

/** Value of `a=rtpmap:`. */
export const RTPMAP: Codec<SdpRtpmap> = {
  read: (text) => {
    const space = text.indexOf(' ');
    const slash = text.indexOf('/', space + 1);
    if (space < 1 || slash <= space + 1) return undefined;
    const { length } = text;
    const second = text.indexOf('/', slash + 1);
    const payloadType = readNumberIn(text, 0, space);
    const clockRate = readNumberIn(text, slash + 1, second < 0 ? length : second);
    const channels = second < 0 ? undefined : readNumberIn(text, second + 1, length);
    if (payloadType < 0 || clockRate < 0 || channels === -1) return undefined;
    return { payloadType, encoding: text.slice(space + 1, slash), clockRate, channels };
  },
  write: ({ payloadType, encoding, clockRate, channels }) =>
    `${payloadType} ${encoding}/${clockRate}${channels === undefined ? '' : `/${channels}`}`,
};

/** Value of `a=fmtp:`. */
export const FMTP: Codec<SdpFmtp> = {
  read: (text) => {
    const space = text.indexOf(' ');
    const payloadType = readNumberIn(text, 0, space);
    return payloadType < 0 ? undefined : { payloadType, parameters: text.slice(space + 1) };
  },
  write: ({ payloadType, parameters }) => `${payloadType} ${parameters}`,
};

/** Value of `a=rtcp-fb:`. */
export const RTCP_FEEDBACK: Codec<SdpRtcpFeedback> = {
  read: (text) => {
    const space = text.indexOf(' ');
    if (space < 1) return undefined;
    const isAny = space === 1 && text.charCodeAt(0) === ASTERISK;
    const payloadType = isAny ? '*' : readNumberIn(text, 0, space);
    return payloadType === -1 ? undefined : { payloadType, feedback: text.slice(space + 1) };
  },
  write: ({ payloadType, feedback }) => `${payloadType} ${feedback}`,
};

/** Value of `a=ssrc:`. */
export const SSRC: Codec<SdpSsrc> = {
  read: (text) => {
    const space = text.indexOf(' ');
    const ssrc = readNumberIn(text, 0, space);
    return ssrc < 0 ? undefined : { ssrc, attribute: text.slice(space + 1) };
  },
  write: ({ ssrc, attribute }) => `${ssrc} ${attribute}`,
};

/** Value of `a=ssrc-group:`. */
export const SSRC_GROUP: Codec<SdpSsrcGroup> = {
  read: (text) => {
    const space = text.indexOf(' ');
    if (space < 1) return undefined;
    const ssrcs = readWords(text.slice(space + 1))?.map(readNumber);
    return ssrcs === undefined || ssrcs.includes(-1) ? undefined : { semantics: text.slice(0, space), ssrcs };
  },
  write: ({ semantics, ssrcs }) => `${semantics} ${writeWords(ssrcs)}`,
};

/** Value of `a=rid:`. */
export const RID: Codec<SdpRid> = {
  read: (text) => {
    const space = text.indexOf(' ');
    const second = text.indexOf(' ', space + 1);
    const direction = text.slice(space + 1, second < 0 ? text.length : second);
    if (space < 1 || (direction !== 'send' && direction !== 'recv')) return undefined;
    return { id: text.slice(0, space), direction, restrictions: second < 0 ? undefined : text.slice(second + 1) };
  },
  write: ({ id, direction, restrictions }) => `${id} ${direction}${afterSpace(restrictions)}`,
};

/** Value of `a=msid:`. */
export const MSID: Codec<SdpMsid> = {
  read: (text) => {
    const space = text.indexOf(' ');
    if (space < 0) return text === '' ? undefined : { stream: text, track: undefined };
    return space === 0 ? undefined : { stream: text.slice(0, space), track: text.slice(space + 1) };
  },
  write: ({ stream, track }) => stream + afterSpace(track),
};

/** Value of `a=rtcp:`. */
export const RTCP: Codec<SdpRtcp> = {
  read: (text) => {
    const space = text.indexOf(' ');
    const port = readNumberIn(text, 0, space < 0 ? text.length : space);
    const connection = space < 0 ? undefined : CONNECTION.read(text.slice(space + 1));
    return port < 0 || (space >= 0 && !connection) ? undefined : { port, connection };
  },
  write: ({ port, connection }) => `${port}${afterSpace(connection && CONNECTION.write(connection))}`,
};

/** `a=sendrecv` and its siblings, without `a=`. */
export const DIRECTION: Codec<SdpDirection> = {
  read: (text) => {
    switch (text) {
      case 'sendrecv':
      case 'sendonly':
      case 'recvonly':
      case 'inactive':
        return text;
      default:
        return undefined;
    }
  },
  write: (direction) => direction,
};

/** Value of `a=extmap:`. */
export const EXTMAP: Codec<SdpExtmap> = {
  read: (text) => {
    const space = text.indexOf(' ');
    if (space < 1) return undefined;
    let id = readNumberIn(text, 0, space);
    let direction: SdpDirection | undefined;
    if (id < 0) {
      const slash = text.indexOf('/');
      direction = slash < 0 ? undefined : DIRECTION.read(text.slice(slash + 1, space));
      if (direction === undefined) return undefined;
      id = readNumberIn(text, 0, slash);
    }
    const uriEnd = text.indexOf(' ', space + 1);
    const uri = text.slice(space + 1, uriEnd < 0 ? text.length : uriEnd);
    if (id < 0 || uri === '') return undefined;
    return { id, direction, uri, attributes: uriEnd < 0 ? undefined : text.slice(uriEnd + 1) };
  },
  write: ({ id, direction, uri, attributes }) =>
    `${id}${direction === undefined ? '' : `/${direction}`} ${uri}${afterSpace(attributes)}`,
};

function afterSpace(rest: string | undefined): string {
  return rest === undefined ? '' : ` ${rest}`;
}
