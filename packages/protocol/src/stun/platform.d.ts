// Names of the platform that the declarations of `@remotemedia/base` mention. Every runtime has them; this folder
// uses none of them, so a small part of each is enough.

interface AbortSignal {
  readonly aborted: boolean;
}

interface Event {
  readonly type: string;
}

interface EventTarget {
  dispatchEvent(event: Event): boolean;
}
