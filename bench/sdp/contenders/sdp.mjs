import sdp from 'sdp';

/**
 * What the package has for each section, which together is about what ours reads; candidates stay lines as with ours.
 *
 * @param {string} text
 */
function parse(text) {
  const [session, ...sections] = sdp.splitSections(text);
  return { origin: sdp.parseOLine(session), sections: sections.map((section) => parseSection(section, session)) };
}

/** @param {string} section @param {string} session */
function parseSection(section, session) {
  const common = {
    line: sdp.parseMLine(section),
    mid: sdp.getMid(section),
    direction: sdp.getDirection(section, session),
    ice: sdp.getIceParameters(section, session),
    dtls: sdp.getDtlsParameters(section, session),
    candidates: sdp.matchPrefix(section, 'a=candidate:'),
  };
  if (common.line.kind === 'application') return { ...common, sctp: sdp.parseSctpDescription(section) };
  return {
    ...common,
    rtp: sdp.parseRtpParameters(section),
    encodings: sdp.parseRtpEncodingParameters(section),
    rtcp: sdp.parseRtcpParameters(section),
    msid: sdp.parseMsid(section),
  };
}

/** @param {ReturnType<typeof parse>} parsed */
function generate({ origin, sections }) {
  let text = sdp.writeSessionBoilerplate(origin.sessionId, origin.sessionVersion);
  for (const section of sections) {
    const { line, mid, direction, ice, dtls, candidates, rtp, rtcp, sctp } = section;
    text += rtp ? sdp.writeRtpDescription(line.kind, rtp) : sdp.writeSctpDescription(line, sctp);
    text += sdp.writeIceParameters(ice) + sdp.writeDtlsParameters(dtls, 'actpass');
    text += `a=mid:${mid}\r\na=${direction}\r\n`;
    if (rtcp) text += sdp.writeRtcpParameters(rtcp);
    for (const candidate of candidates) text += `${candidate}\r\n`;
  }
  return text.charCodeAt(text.length >> 1) > 0 ? text : '';
}

/**
 * The package has no call for a whole description; this is made of what it has.
 *
 * @type {import('../session.mjs').Contender}
 */
export const sdpPackage = { parse, generate };
