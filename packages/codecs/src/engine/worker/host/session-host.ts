import { SdkError } from '@remotemedia/base';
import { postTask } from '../../post-task.ts';
import { type ModuleMessage, PROTOCOL_VERSION, type ThreadReply, type ThreadRequest } from '../protocol.ts';
import { isThreadRequest } from '../protocol-checks.ts';
import { isBreakdown } from './breakdown.ts';
import { HostedCoder, type Job } from './hosted-coder.ts';
import { dropPicture, readPicture } from './read-picture.ts';
import { buffersOf } from './transfers.ts';

/** How long it works before it looks for messages: one that ends a session must not wait for the others. */
const SLICE_MS = 8;

/** Sends a reply to the page. */
export type PostReply = (reply: ThreadReply, transfer: Transferable[]) => void;

/**
 * Runs the sessions of one thread. Requests only queue up as they arrive, and the work is done in tasks of its own: so a
 * `close` is seen before what waits is begun, and sessions take turns.
 */
export class SessionHost {
  readonly #post: PostReply;
  readonly #coders = new Map<number, HostedCoder>();
  readonly #modules = new Map<number, WebAssembly.Module>();
  #isScheduled = false;

  constructor(post: PostReply) {
    this.#post = post;
    post({ type: 'ready', version: PROTOCOL_VERSION }, []);
  }

  /** Takes a message of the page; one that is none of the protocol's is a fault of the page and ends the thread. */
  receive(message: unknown): void {
    if (!isThreadRequest(message)) this.#crash('the codec worker got a message that is none of its protocol');
    else if (message.type === 'close') this.#end(message.coder, message.id);
    else this.#queue(message);
  }

  /** Ends all sessions. */
  close(): void {
    for (const coder of this.#coders.values()) coder.close();
    this.#coders.clear();
    this.#modules.clear();
  }

  #queue(request: WorkRequest): void {
    const coder = this.#coderOf(request);
    // It failed before this request was made; the page knows.
    const job = this.#jobOf(request);
    if (!coder) {
      job.drop();
      return;
    }
    coder.add(job);
    this.#schedule();
  }

  #coderOf(request: WorkRequest): HostedCoder | undefined {
    const found = this.#coders.get(request.coder);
    if (found || request.type !== 'configure') return found;
    const coder = new HostedCoder(request.kind);
    this.#coders.set(request.coder, coder);
    return coder;
  }

  #jobOf(request: WorkRequest): Job {
    const { id } = request;
    const drop = () => {};
    if (request.type === 'flush') return { id, start: (session) => session.flush(), drop };
    if (request.type === 'configure') {
      const { config } = request;
      const module = this.#moduleOf(request.module);
      return { id, start: (session) => session.configure(config, module()), drop };
    }
    const { input } = request;
    if (input.type !== 'picture') return { id, start: (session) => session.process(input), drop };
    return {
      id,
      start: (session) => {
        const read = readPicture(input);
        return read instanceof Promise ? read.then((picture) => session.process(picture)) : session.process(read);
      },
      drop: () => dropPicture(input),
    };
  }

  /** Keeps a module that came along at once; says that one is missing only when it is needed. */
  #moduleOf({ number, module }: ModuleMessage): () => WebAssembly.Module {
    if (module) this.#modules.set(number, module);
    return () => {
      const found = this.#modules.get(number);
      if (!found) throw new SdkError('internal', 'the codec worker was not given the code it shall run');
      return found;
    };
  }

  #schedule(): void {
    if (this.#isScheduled) return;
    this.#isScheduled = true;
    postTask(() => {
      this.#isScheduled = false;
      this.#turns();
    });
  }

  /** A turn for each coder that has work, and for those that were first last time, last. */
  #turns(): void {
    const endMs = performance.now() + SLICE_MS;
    const isOver = () => performance.now() >= endMs;
    for (const [number, coder] of [...this.#coders]) {
      if (!coder.isReady) continue;
      if (isOver()) break;
      this.#turn(number, coder, isOver);
      if (this.#coders.delete(number)) this.#coders.set(number, coder);
    }
    if ([...this.#coders.values()].some((coder) => coder.isReady)) this.#schedule();
  }

  #turn(number: number, coder: HostedCoder, isOver: () => boolean): void {
    const report = {
      done: (id: number, outputs: ThreadOutputs) => this.#say({ type: 'done', id, coder: number, outputs }, outputs),
      progress: (outputs: ThreadOutputs) => this.#say({ type: 'progress', coder: number, outputs }, outputs),
    };
    try {
      const waits = coder.turn(report, isOver);
      waits?.then(
        () => this.#schedule(),
        (error: unknown) => this.#fail(number, coder, error),
      );
    } catch (error) {
      this.#fail(number, coder, error);
    }
  }

  #say(reply: ThreadReply, outputs: ThreadOutputs): void {
    this.#post(reply, buffersOf(outputs));
  }

  #fail(number: number, coder: HostedCoder, caught: unknown): void {
    // Closed while it waited for something: nobody wants to know.
    if (this.#coders.get(number) !== coder) return;
    const { code, detail } = SdkError.from(caught, 'internal');
    if (isBreakdown(caught)) {
      this.#crash(detail);
      return;
    }
    const id = coder.currentId ?? -1;
    this.#coders.delete(number);
    coder.close();
    this.#post({ type: 'failed', id, coder: number, code, detail }, []);
  }

  #end(number: number, id: number): void {
    this.#coders.get(number)?.close();
    this.#coders.delete(number);
    this.#post({ type: 'done', id, coder: number, outputs: [] }, []);
  }

  #crash(detail: string): void {
    this.close();
    this.#post({ type: 'crashed', detail }, []);
  }
}

type WorkRequest = Exclude<ThreadRequest, { type: 'close' }>;

type ThreadOutputs = Parameters<typeof buffersOf>[0];
