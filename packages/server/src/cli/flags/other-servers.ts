import type { FlagGroup } from '../flag.ts';

/** Why flags of pipelines do nothing yet. */
const SERVER_PEER = 'it acts with the server peer, which this version does not have yet';
/** Why flags that choose a protocol do nothing. */
const ALL_SERVED = 'all protocols are served on one port';

/** What other RemoteMedia servers take, and this one too, so that their scripts run unchanged. */
export const OTHER_SERVERS: FlagGroup = {
  title: 'of other RemoteMedia servers: taken and checked, without an effect here',
  flags: [
    {
      name: 'mode',
      short: 'm',
      env: ['WEBRTC_MODE'],
      kind: 'text',
      value: 'grpc|websocket',
      choices: ['grpc', 'websocket'],
      otherwise: 'both',
      about: 'protocol of signaling',
      idle: ALL_SERVED,
    },
    {
      name: 'enable-grpc-signaling',
      env: ['WEBRTC_ENABLE_GRPC_SIGNALING'],
      kind: 'switch',
      otherwise: 'true',
      about: 'serve gRPC',
      idle: ALL_SERVED,
    },
    {
      name: 'manifest',
      env: ['WEBRTC_PIPELINE_MANIFEST'],
      kind: 'text',
      value: 'FILE',
      about: 'pipeline that peers are connected to',
      idle: SERVER_PEER,
    },
    {
      name: 'signaling-url',
      env: ['WEBRTC_SIGNALING_URL'],
      kind: 'text',
      value: 'URL',
      about: 'signaling server that the server peer joins',
      idle: SERVER_PEER,
    },
    {
      name: 'enable-data-channel',
      env: ['WEBRTC_ENABLE_DATA_CHANNEL'],
      kind: 'switch',
      otherwise: 'true',
      about: 'data channels of the server peer',
      idle: SERVER_PEER,
    },
    {
      name: 'jitter-buffer-ms',
      env: ['WEBRTC_JITTER_BUFFER_MS'],
      kind: 'whole',
      value: 'MS',
      otherwise: '100',
      about: 'jitter buffer of the server peer, 50 to 200 milliseconds',
      idle: SERVER_PEER,
    },
    {
      name: 'max-memory-mb',
      env: ['GRPC_MAX_MEMORY_MB'],
      kind: 'whole',
      value: 'MB',
      otherwise: '100',
      about: 'most memory of one pipeline, in megabytes',
      idle: SERVER_PEER,
    },
    {
      name: 'max-timeout-sec',
      env: ['GRPC_MAX_TIMEOUT_SEC'],
      kind: 'whole',
      value: 'SECONDS',
      otherwise: '5',
      about: 'longest run of one pipeline',
      idle: SERVER_PEER,
    },
  ],
};
