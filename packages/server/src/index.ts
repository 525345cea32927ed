export type { LogLevel, LogLine, LogSink } from './log.ts';
export { type RemoteMediaServer, type ServerStats, startServer } from './server.ts';
export type { IceServer, ServerOptions } from './server-options.ts';
export { VERSION } from './version.ts';
