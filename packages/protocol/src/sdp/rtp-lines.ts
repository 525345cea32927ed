import type { MediaPart } from './description-parts.ts';
import { flag, type LineKind } from './line-kind.ts';
import { FMTP, MSID, RID, RTCP, RTCP_FEEDBACK, RTPMAP, SSRC, SSRC_GROUP } from './rtp-codecs.ts';
import type { MediaSectionInit } from './session-description.ts';
import { withOne } from './tokens.ts';

/** Attributes of sections that carry RTP, in the order in which they are written when no other is known. */
export const RTP_ATTRIBUTES: readonly LineKind<MediaPart, MediaSectionInit>[] = [
  {
    prefix: 'a=msid:',
    isList: true,
    read: (part, text) => {
      const value = MSID.read(text);
      if (value !== undefined) part.msids = withOne(part.msids, value);
      return value !== undefined;
    },
    write: ({ msids }, index) => {
      const value = msids?.[index];
      return value && MSID.write(value);
    },
  },
  {
    prefix: 'a=rtcp:',
    isList: false,
    read: (part, text) => {
      const value = RTCP.read(text);
      part.rtcp = value;
      return value !== undefined;
    },
    write: (whole, index) => (index === 0 && whole.rtcp !== undefined ? RTCP.write(whole.rtcp) : undefined),
  },
  flag(
    'rtcp-mux',
    (part) => {
      part.rtcpMux = true;
    },
    (whole) => whole.rtcpMux,
  ),
  flag(
    'rtcp-mux-only',
    (part) => {
      part.rtcpMuxOnly = true;
    },
    (whole) => whole.rtcpMuxOnly,
  ),
  flag(
    'rtcp-rsize',
    (part) => {
      part.rtcpRsize = true;
    },
    (whole) => whole.rtcpRsize,
  ),
  {
    prefix: 'a=rtpmap:',
    isList: true,
    read: (part, text) => {
      const value = RTPMAP.read(text);
      if (value !== undefined) part.rtpmaps = withOne(part.rtpmaps, value);
      return value !== undefined;
    },
    write: ({ rtpmaps }, index) => {
      const value = rtpmaps?.[index];
      return value && RTPMAP.write(value);
    },
  },
  {
    prefix: 'a=rtcp-fb:',
    isList: true,
    read: (part, text) => {
      const value = RTCP_FEEDBACK.read(text);
      if (value !== undefined) part.rtcpFeedbacks = withOne(part.rtcpFeedbacks, value);
      return value !== undefined;
    },
    write: ({ rtcpFeedbacks }, index) => {
      const value = rtcpFeedbacks?.[index];
      return value && RTCP_FEEDBACK.write(value);
    },
  },
  {
    prefix: 'a=fmtp:',
    isList: true,
    read: (part, text) => {
      const value = FMTP.read(text);
      if (value !== undefined) part.fmtps = withOne(part.fmtps, value);
      return value !== undefined;
    },
    write: ({ fmtps }, index) => {
      const value = fmtps?.[index];
      return value && FMTP.write(value);
    },
  },
  {
    prefix: 'a=rid:',
    isList: true,
    read: (part, text) => {
      const value = RID.read(text);
      if (value !== undefined) part.rids = withOne(part.rids, value);
      return value !== undefined;
    },
    write: ({ rids }, index) => {
      const value = rids?.[index];
      return value && RID.write(value);
    },
  },
  {
    prefix: 'a=simulcast:',
    isList: false,
    read: (part, text) => {
      part.simulcast = text;
      return true;
    },
    write: (whole, index) => (index === 0 ? whole.simulcast : undefined),
  },
  {
    prefix: 'a=ssrc-group:',
    isList: true,
    read: (part, text) => {
      const value = SSRC_GROUP.read(text);
      if (value !== undefined) part.ssrcGroups = withOne(part.ssrcGroups, value);
      return value !== undefined;
    },
    write: ({ ssrcGroups }, index) => {
      const value = ssrcGroups?.[index];
      return value && SSRC_GROUP.write(value);
    },
  },
  {
    prefix: 'a=ssrc:',
    isList: true,
    read: (part, text) => {
      const value = SSRC.read(text);
      if (value !== undefined) part.ssrcs = withOne(part.ssrcs, value);
      return value !== undefined;
    },
    write: ({ ssrcs }, index) => {
      const value = ssrcs?.[index];
      return value && SSRC.write(value);
    },
  },
];
