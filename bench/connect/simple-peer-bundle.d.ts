/** What the bench uses of simple-peer 9, which has no types of its own. */
declare module 'simple-peer/simplepeer.min.js' {
  class SimplePeer {
    constructor(options: { initiator: boolean; config: RTCConfiguration; trickle: boolean });
    on(event: 'signal', listener: (signal: unknown) => void): this;
    on(event: 'connect', listener: () => void): this;
    on(event: 'data', listener: (data: Uint8Array) => void): this;
    on(event: 'error', listener: (error: Error) => void): this;
    signal(signal: unknown): void;
    send(data: string | Uint8Array): void;
  }
  // biome-ignore lint/style/noDefaultExport: that is how this bundle exports
  export default SimplePeer;
}
