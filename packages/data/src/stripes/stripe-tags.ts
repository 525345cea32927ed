/** How the tags of the SDK's own messages begin with which a striped lane is kept in order. */
export const STRIPE_TAGS = {
  /** From here on messages are numbered; comes over the main lane. */
  start: 'S+',
  /** A message: its number in base 36, then a space and its tag if it has one. */
  message: 'S#',
  /** There is no message with this number. */
  none: 'S~',
  /** All messages before this number have come. */
  delivered: 'S=',
} as const;
