/** A message, and what of it is to be transferred with it. */
export interface Package<Packed> {
  /** The message, or a part of one. */
  readonly packed: Packed;
  /** What is transferred. */
  readonly transfer: Transferable[];
}
