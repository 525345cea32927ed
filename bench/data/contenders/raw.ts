import { openRaw } from '../raw-channel.ts';

/** The channel as tutorials write it: chunks of 64 KiB, wait above 4 MiB until no more than 1 MiB is buffered. */
export const { pieceBytes, host, join } = openRaw({ highBytes: 4_194_304, lowBytes: 1_048_576 });
