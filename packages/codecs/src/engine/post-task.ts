type Task = () => void;

let channel: { send(): void } | undefined;
const waiting: Task[] = [];

/** Runs `task` as a task of its own, soon, after those posted before it. Keeps a Node process alive until then. */
export function postTask(task: Task): void {
  waiting.push(task);
  channel ??= openChannel();
  channel.send();
}

function runNext(): void {
  waiting.shift()?.();
}

/** Timers would be held back to milliseconds once they are nested, so browsers get a message to themselves. */
function openChannel(): { send(): void } {
  const immediate: unknown = Reflect.get(globalThis, 'setImmediate');
  if (typeof immediate === 'function') return { send: () => immediate(runNext) };
  const { port1, port2 } = new MessageChannel();
  port2.onmessage = runNext;
  return { send: () => port1.postMessage(null) };
}
