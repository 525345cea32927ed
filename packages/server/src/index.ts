export type { AccessOptions } from './access/access-options.ts';
export type { RateOptions } from './access/rate-options.ts';
export type { BusOptions } from './bus/bus-options.ts';
export type { PresenceContext, RelayContext, SignalingHandlers } from './hub/handlers.ts';
export type { LogLevel, LogLine, LogSink } from './log.ts';
export { type DrainLimits, type RemoteMediaServer, startServer } from './server.ts';
export type { IceServer, ServerOptions } from './server-options.ts';
export type { ServerStats } from './server-stats.ts';
export type { BehindNat, NatFiltering, NatMapping, NatReport, NoNat, UdpBlocked } from './stun/nat-report.ts';
export type { IpFamily } from './stun/resolve-server.ts';
export {
  type NatDiscoveryOptions,
  type StunAskOptions,
  type StunBinding,
  StunClient,
  type StunClientParts,
} from './stun/stun-client.ts';
export type { StunOptions } from './stun/stun-options.ts';
export type { OpenUdp, UdpSocket } from './stun/udp-socket.ts';
export type { TlsOptions } from './tls/tls-options.ts';
export type { TurnOptions } from './turn/turn-options.ts';
export { VERSION } from './version.ts';
