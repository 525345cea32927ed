import { abortError, Disposables, SdkError } from '@remotemedia/base';

/** Two connections of this page to each other, with one open data channel for each wanted one. */
export interface Loopback {
  /** Our ends, in the order of the settings. */
  readonly near: readonly RTCDataChannel[];
  /** The other ends. */
  readonly far: readonly RTCDataChannel[];
  /** Closes both connections. Calling it again does nothing. */
  close(): void;
}

/** What a {@link openLoopback} is made of. */
export interface LoopbackOptions {
  /** Settings of both connections. */
  readonly configuration: RTCConfiguration;
  /** Settings of the data channels; at least one. */
  readonly channels: readonly RTCDataChannelInit[];
  /** Gives up. */
  readonly signal: AbortSignal;
  /** Hears of each candidate that our end found. */
  readonly onCandidate?: (candidate: RTCIceCandidate) => void;
  /** Hears of each server that gave none. */
  readonly onCandidateError?: (event: RTCPeerConnectionIceErrorEvent) => void;
}

/**
 * Connects the page with itself the way two peers would be connected.
 *
 * @throws {SdkError} `unavailable` when our end found no candidate, or the two could not reach each other; whatever the
 *   signal's reason is. Nothing is left open then.
 */
export async function openLoopback(options: LoopbackOptions): Promise<Loopback> {
  const undo = new Disposables();
  try {
    const [near, far] = [new RTCPeerConnection(options.configuration), new RTCPeerConnection(options.configuration)];
    undo.add(() => near.close());
    undo.add(() => far.close());
    const over = failureOf(near, undo, options);
    // Everybody waits for it below, but not yet.
    over.catch(() => {});
    passCandidates(near, far, undo);
    passCandidates(far, near, undo);
    const channels = options.channels.map((init, id) => openPair(near, far, { ...init, negotiated: true, id }));
    const opened = Promise.all(channels.flat().map((channel) => whenOpen(channel, undo)));
    await Promise.race([negotiate(near, far), over]);
    await Promise.race([opened, over]);
    const ends = (side: 0 | 1) => channels.map((pair) => pair[side]);
    return { near: ends(0), far: ends(1), close: () => undo.dispose() };
  } catch (error) {
    undo.dispose();
    throw error;
  }
}

function openPair(near: RTCPeerConnection, far: RTCPeerConnection, init: RTCDataChannelInit) {
  return [near.createDataChannel('loop', init), far.createDataChannel('loop', init)] as const;
}

async function negotiate(near: RTCPeerConnection, far: RTCPeerConnection): Promise<void> {
  await near.setLocalDescription();
  if (near.localDescription) await far.setRemoteDescription(near.localDescription);
  await far.setLocalDescription();
  if (far.localDescription) await near.setRemoteDescription(far.localDescription);
}

/** Candidates that come before the other side has a description wait for it inside of the browser's own queue. */
function passCandidates(from: RTCPeerConnection, to: RTCPeerConnection, undo: Disposables): void {
  const waiting: RTCIceCandidate[] = [];
  const pass = () => {
    if (!to.remoteDescription) return;
    // A candidate that the other side has no use for is no fault.
    for (const candidate of waiting.splice(0)) to.addIceCandidate(candidate).catch(() => {});
  };
  undo.listen(to, 'signalingstatechange', pass);
  undo.listen(from, 'icecandidate', (event) => {
    const { candidate } = event as RTCPeerConnectionIceEvent;
    if (!candidate) return;
    waiting.push(candidate);
    pass();
  });
}

function whenOpen(channel: RTCDataChannel, undo: Disposables): Promise<void> {
  channel.binaryType = 'arraybuffer';
  return new Promise((resolve) => undo.listen(channel, 'open', () => resolve()));
}

/** Rejects when no connection can come about any more. */
function failureOf(near: RTCPeerConnection, undo: Disposables, options: LoopbackOptions): Promise<never> {
  const { signal, onCandidate, onCandidateError } = options;
  let found = 0;
  return new Promise((_resolve, reject) => {
    if (signal.aborted) reject(abortError(signal));
    undo.listen(signal, 'abort', () => reject(abortError(signal)));
    undo.listen(near, 'icecandidateerror', (event) => onCandidateError?.(event as RTCPeerConnectionIceErrorEvent));
    undo.listen(near, 'icecandidate', (event) => {
      const { candidate } = event as RTCPeerConnectionIceEvent;
      // Firefox says the end with an empty candidate, too.
      if (candidate?.candidate) {
        found += 1;
        onCandidate?.(candidate);
      } else if (found === 0) reject(new SdkError('unavailable', 'no server gave a candidate'));
    });
    undo.listen(near, 'connectionstatechange', () => {
      if (near.connectionState === 'failed')
        reject(new SdkError('unavailable', 'the two ends did not reach each other'));
    });
  });
}
