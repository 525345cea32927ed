import type { SdkError, SdkErrorCode } from '@remotemedia/sdk';

/** An error as a person reads it. */
export interface ErrorWords {
  /** What happened. */
  readonly title: string;
  /** What to do about it. */
  readonly hint: string;
}

const JOIN: Partial<Record<SdkErrorCode, ErrorWords>> = {
  'resource-exhausted': {
    title: 'This room is full',
    hint: 'Wait until somebody leaves, or open a room of your own.',
  },
  'already-exists': {
    title: 'You are in this room already',
    hint: 'Close the other tab, or wait a moment and join again.',
  },
  unavailable: { title: 'The server cannot be reached', hint: 'Check your connection, then join again.' },
  'deadline-exceeded': {
    title: 'The server takes too long to answer',
    hint: 'Check your connection, then join again.',
  },
  unauthenticated: {
    title: 'The server does not know you',
    hint: 'It asks for a token, which this page does not have.',
  },
  'permission-denied': { title: 'You may not enter this room', hint: 'Ask whoever invited you.' },
};

/** Why the room could not be entered. */
export function joinErrorWords(error: SdkError): ErrorWords {
  return JOIN[error.code] ?? { title: 'The room could not be entered', hint: sentence(error.detail) };
}

/** Why a call ended without anybody wanting it. */
export function lostErrorWords(error: SdkError): ErrorWords {
  if (error.code === 'resource-exhausted') return joinErrorWords(error);
  return { title: 'The connection was lost', hint: 'Your network or the server went away. You can rejoin the room.' };
}

/** Why camera or microphone stay off. */
export function captureErrorWords(error: SdkError, device: 'camera' | 'microphone'): ErrorWords {
  switch (error.code) {
    case 'permission-denied':
      return {
        title: `The browser may not use your ${device}`,
        hint: 'Allow it in the address bar, then try again.',
      };
    case 'not-found':
      return { title: `No ${device} was found`, hint: 'Plug one in, then try again.' };
    case 'unavailable':
      return {
        title: `Your ${device} could not be opened`,
        hint: 'Another program may be using it. Close that, then try again.',
      };
    case 'failed-precondition':
      return {
        title: `This page may not use your ${device}`,
        hint: 'Browsers allow that only over https or on localhost.',
      };
    default:
      return { title: `Your ${device} did not start`, hint: sentence(error.detail) };
  }
}

function sentence(text: string): string {
  const end = /[.!?]$/.test(text) ? '' : '.';
  return text.charAt(0).toUpperCase() + text.slice(1) + end;
}
