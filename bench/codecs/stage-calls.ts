import type { Task } from './task.ts';

/** What the driver asks of a process or a page in which contenders are. */
export type Call =
  | { readonly do: 'perform'; readonly contender: string; readonly task: Task; readonly isLooking: boolean }
  | {
      readonly do: 'judge';
      readonly task: Extract<Task, { clip: string }>;
      /** The packets that an encoder made. */
      readonly pieces: Uint8Array<ArrayBuffer>;
    }
  | { readonly do: 'hold'; readonly contender: string; readonly task: Task; readonly count: number }
  /** Loads the library, does a task of few frames, and tells how long all that took, in milliseconds. */
  | { readonly do: 'start'; readonly contender: string; readonly task: Task };
