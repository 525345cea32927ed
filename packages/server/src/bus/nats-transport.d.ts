/**
 * What this project uses of NATS's client for Node. Its own declarations do not hold where optional properties are
 * exact, and are not looked at for this.
 */
declare module '@nats-io/transport-node' {
  /** A message that arrived. */
  export interface Msg {
    /** What it was sent to. */
    readonly subject: string;
    /** Where an answer is to go. */
    readonly reply?: string;
    /** Its bytes. */
    readonly data: Uint8Array;
    /** Its headers; only NATS itself sends any here. */
    readonly headers?: { readonly code: number };
    /** Answers it. */
    respond(data: Uint8Array): boolean;
  }

  /** What listens to a subject. */
  export interface Subscription {
    /** Listens no longer. */
    unsubscribe(): void;
  }

  /** A connection to a server. */
  export interface NatsConnection {
    /** Sends. */
    publish(subject: string, data: Uint8Array, options?: { reply: string }): void;
    /** Listens. */
    subscribe(subject: string, options: { callback: (error: Error | null, message: Msg) => void }): Subscription;
    /** Resolves when the server has everything. */
    flush(): Promise<void>;
    /** Ends the connection. */
    close(): Promise<void>;
    /** Resolves when the connection is over, with the reason if there is one. */
    closed(): Promise<Error | undefined>;
  }

  /** How to connect. */
  export interface ConnectOptions {
    /** Host and port. */
    servers: string;
    /** Whether the library connects again by itself. */
    reconnect: boolean;
    /** Longest wait, in milliseconds. */
    timeout: number;
    /** Time between two signs of life, in milliseconds. */
    pingInterval: number;
    /** How many of them may go unanswered. */
    maxPingOut: number;
    /** Whether other servers that NATS tells of are left alone. */
    ignoreClusterUpdates: boolean;
    /** Present for an encrypted connection. */
    tls?: object;
    /** User. */
    user?: string;
    /** Password. */
    pass?: string;
    /** Token. */
    token?: string;
  }

  /** Connects. Rejects when that fails. */
  export function connect(options: ConnectOptions): Promise<NatsConnection>;
}
