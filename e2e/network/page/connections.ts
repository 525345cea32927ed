import type { Timeline } from './timeline.ts';

/** What the page's connections are told beside what the SDK tells them. */
export interface ConnectionWishes {
  /** Whether they may use TURN servers only. */
  relayOnly: boolean;
}

/** What the page made of connections. It holds none of them. */
export class Connections {
  /** How many there were. */
  made = 0;
  /** The data channels that are not closed. */
  readonly channels: Set<RTCDataChannel> = new Set();

  /** Watches over the platform's class, before anybody makes a connection. */
  watch(timeline: Timeline, wishes: ConnectionWishes): void {
    const keep = (connection: RTCPeerConnection) => {
      this.made += 1;
      timeline.followConnection(connection, this.made);
    };
    window.RTCPeerConnection = new Proxy(RTCPeerConnection, {
      construct(target, [configuration]: [RTCConfiguration?]) {
        const relay: RTCConfiguration = wishes.relayOnly ? { iceTransportPolicy: 'relay' } : {};
        const connection = new target({ ...configuration, ...relay });
        keep(connection);
        return connection;
      },
    });
    const { channels } = this;
    const { createDataChannel, setConfiguration } = RTCPeerConnection.prototype;
    RTCPeerConnection.prototype.setConfiguration = function (configuration): void {
      const names = configuration?.iceServers?.map(({ username }) => username ?? 'nobody') ?? [];
      timeline.note(`ice servers for ${names.join(', ')}`);
      setConfiguration.call(this, configuration);
    };
    RTCPeerConnection.prototype.createDataChannel = function (...args): RTCDataChannel {
      const channel = createDataChannel.apply(this, args);
      channels.add(channel);
      channel.addEventListener('close', () => channels.delete(channel), { once: true });
      return channel;
    };
  }
}
