/**
 * Reads one character, for which the engine has to put the text together; until then it may be a chain of pieces.
 *
 * @param {string} text
 */
function inOnePiece(text) {
  return text.charCodeAt(text.length >> 1) > 0 ? text : '';
}

/**
 * `ours-candidates` takes the candidates apart as well, as sdp-transform does. `ours-by-hand` generates from a
 * description that was put together anew and has no order of lines. `ours-unread` leaves the text as the engine
 * made it.
 *
 * @param {typeof import('@remotemedia/protocol/sdp')} sdp
 * @returns {Record<string, import('../session.mjs').Contender>}
 */
export function makeOurs({ parseSdp, parseCandidate, splitCandidates, writeSdp }) {
  const parseAll = (text) => {
    const description = parseSdp(text);
    return [description, description.media.map((section) => splitCandidates(section).map(parseCandidate))];
  };
  const parseAnew = (text) => {
    const description = parseSdp(text);
    const media = description.media.map((section) => ({ ...section, order: [] }));
    return { ...description, media, order: [] };
  };
  return {
    ours: { parse: parseSdp, generate: (parsed) => inOnePiece(writeSdp(parsed)) },
    'ours-candidates': { parse: parseAll, generate: ([parsed]) => inOnePiece(writeSdp(parsed)) },
    'ours-by-hand': { parse: parseAnew, generate: (parsed) => inOnePiece(writeSdp(parsed)) },
    'ours-unread': { parse: parseSdp, generate: writeSdp },
  };
}
