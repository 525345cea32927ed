const HOW = [
  'amber',
  'bold',
  'brisk',
  'calm',
  'clear',
  'cosy',
  'dapper',
  'early',
  'gentle',
  'glad',
  'golden',
  'honest',
  'keen',
  'kind',
  'lively',
  'lucky',
  'mellow',
  'merry',
  'nimble',
  'patient',
  'proud',
  'quiet',
  'silver',
  'sunny',
  'swift',
  'tidy',
  'vivid',
  'warm',
  'wise',
  'witty',
  'wool',
  'young',
] as const;

const WHAT = [
  'acorn',
  'badger',
  'beacon',
  'birch',
  'brook',
  'comet',
  'cove',
  'falcon',
  'fern',
  'finch',
  'garden',
  'glacier',
  'harbor',
  'heron',
  'island',
  'juniper',
  'kestrel',
  'lantern',
  'lark',
  'maple',
  'meadow',
  'orchard',
  'otter',
  'pebble',
  'pine',
  'plover',
  'prairie',
  'raven',
  'river',
  'summit',
  'thistle',
  'willow',
] as const;

/**
 * A room name that can be said over the phone, like `calm-otter-4821`: one of some nine million. Guessing is hard
 * enough for a chat among friends and no protection.
 */
export function friendlyRoomName(random: () => number = secureRandom): string {
  const pick = (words: readonly string[]) => words[Math.floor(random() * words.length)] ?? 'room';
  const number = 1000 + Math.floor(random() * 9000);
  return `${pick(HOW)}-${pick(WHAT)}-${number}`;
}

/** Uniform in [0, 1). */
function secureRandom(): number {
  const [value = 0] = crypto.getRandomValues(new Uint32Array(1));
  return value / 2 ** 32;
}
