import type { SignalingNotification } from '@remotemedia/protocol/webrtc';
import { asciiJson } from './ascii-json.ts';

/** The beginning of a notification's frame; `members` of its params are JSON text in ASCII. The last two braces are missing. */
export function openNotice(method: string, members: string): string {
  return `{"jsonrpc":"2.0","method":"${method}","params":{${members}`;
}

/** Makes texts of notifications that go to many peers, each of them once. */
export function cached(make: (message: SignalingNotification) => string): (message: SignalingNotification) => string {
  const texts = new WeakMap<SignalingNotification, string>();
  return (message) => {
    const known = texts.get(message);
    if (known !== undefined) return known;
    const text = make(message);
    texts.set(message, text);
    return text;
  };
}

/** The members of an object as JSON text in ASCII, without the braces. */
export function membersOf(object: object): string {
  return asciiJson(JSON.stringify(object)).slice(1, -1);
}
