import type { ChannelOptions, ChannelPair } from './channel-pair-contract.ts';

/** A data channel in memory, as much of it as a lane uses. What is sent moves when the test says so, or by itself. */
export class FakeChannel extends EventTarget {
  readonly label = 'fake';
  binaryType = 'arraybuffer';
  bufferedAmountLowThreshold = 0;
  readyState: RTCDataChannelState = 'connecting';
  bufferedAmount = 0;
  /** Whether frames move by themselves, a turn of the event loop each. */
  moves = true;
  /** Thrown by the next `send`. */
  sendError: Error | undefined;
  /** Frames that were taken and have not moved. */
  readonly frames: (string | ArrayBuffer)[] = [];
  /** The other end. */
  peer: FakeChannel | undefined;

  /** Takes a frame, copied, as the platform does. */
  send(data: string | Uint8Array<ArrayBuffer>): void {
    if (this.readyState !== 'open') throw new DOMException('not open', 'InvalidStateError');
    const error = this.sendError;
    this.sendError = undefined;
    if (error) throw error;
    this.frames.push(typeof data === 'string' ? data : data.slice().buffer);
    this.bufferedAmount += sizeOf(data);
    if (this.moves) setTimeout(() => this.move());
  }

  /** Moves one frame to the other end. */
  move(): void {
    const frame = this.frames.shift();
    if (frame === undefined) return;
    const wasAbove = this.bufferedAmount > this.bufferedAmountLowThreshold;
    this.bufferedAmount -= sizeOf(frame);
    this.peer?.receive(frame);
    if (wasAbove && this.bufferedAmount <= this.bufferedAmountLowThreshold) {
      this.dispatchEvent(new Event('bufferedamountlow'));
    }
  }

  /** Lets a frame come in. */
  receive(data: unknown): void {
    if (this.readyState === 'open') this.dispatchEvent(new MessageEvent('message', { data }));
  }

  /** Lets the channel open. */
  open(): void {
    this.readyState = 'open';
    this.dispatchEvent(new Event('open'));
  }

  /** Ends both sides. */
  close(): void {
    for (const end of [this, this.peer]) {
      if (!end || end.readyState === 'closed') continue;
      end.readyState = 'closed';
      setTimeout(() => end.dispatchEvent(new Event('close')));
    }
  }

  /** As the platform's type. */
  get asChannel(): RTCDataChannel {
    return this as unknown as RTCDataChannel;
  }
}

/** Two ends that hear each other, not open yet. */
export function fakePair(): { near: FakeChannel; far: FakeChannel } {
  const near = new FakeChannel();
  const far = new FakeChannel();
  near.peer = far;
  far.peer = near;
  return { near, far };
}

/** Two open ends. */
export async function openFakeChannels(_options?: ChannelOptions): Promise<ChannelPair> {
  const { near, far } = fakePair();
  near.open();
  far.open();
  return { near: near.asChannel, far: far.asChannel, maxMessageBytes: 262_144, close: () => near.close() };
}

function sizeOf(data: string | ArrayBuffer | Uint8Array): number {
  return typeof data === 'string' ? new TextEncoder().encode(data).byteLength : data.byteLength;
}
