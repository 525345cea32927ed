/** Somebody who joins calls in these tests. Picture and tone are theirs alone, so whoever meets them can tell. */
export interface Person {
  /** The display name. */
  readonly name: string;
  /** Hue of their picture, in degrees on the colour wheel. */
  readonly hueDegrees: number;
  /** Pitch of their tone. No tone is a harmonic of another, or within 50 Hz of one. */
  readonly toneHz: number;
}

/** Everybody who has a camera and a microphone. */
export const CAST: readonly Person[] = [
  { name: 'Ada', hueDegrees: 0, toneHz: 440 },
  { name: 'Grace', hueDegrees: 120, toneHz: 570 },
  { name: 'Alan', hueDegrees: 230, toneHz: 740 },
  { name: 'Katherine', hueDegrees: 55, toneHz: 960 },
  { name: 'Margaret', hueDegrees: 300, toneHz: 1250 },
];

/** @throws {Error} when nobody of that name is in the cast */
export function personNamed(name: string): Person {
  const person = CAST.find((candidate) => candidate.name === name);
  if (person === undefined) throw new Error(`nobody in the cast is called ${name}`);
  return person;
}
