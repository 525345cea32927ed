import type { FlagGroup } from '../flag.ts';

/** How the server is watched and ended. */
export const OPERATION: FlagGroup = {
  title: 'operation',
  flags: [
    {
      name: 'metrics',
      env: ['REMOTEMEDIA_METRICS'],
      kind: 'switch',
      otherwise: 'true',
      option: 'metrics',
      about: 'serve Prometheus metrics at /metrics',
    },
    {
      name: 'metrics-token',
      env: ['REMOTEMEDIA_METRICS_TOKEN'],
      kind: 'text',
      value: 'TOKEN',
      isSecret: true,
      option: 'metricsToken',
      about: 'bearer token without which /metrics is refused',
    },
    {
      name: 'drain-timeout',
      env: ['REMOTEMEDIA_DRAIN_TIMEOUT'],
      kind: 'seconds',
      value: 'SECONDS',
      otherwise: '10',
      option: 'drainTimeoutMs',
      about:
        'after SIGTERM or SIGINT, how long peers have to move to another server before they are cut off, 0 to 3600',
    },
    {
      name: 'log-format',
      env: ['REMOTEMEDIA_LOG_FORMAT'],
      kind: 'text',
      value: 'json|pretty',
      choices: ['json', 'pretty'],
      otherwise: 'pretty',
      about: 'lines of JSON for collectors, or lines for people',
    },
    {
      name: 'json-logging',
      env: ['GRPC_JSON_LOGGING'],
      kind: 'switch',
      about: 'as --log-format json, where --log-format is not given; false is pretty',
    },
    {
      name: 'log-level',
      env: ['REMOTEMEDIA_LOG_LEVEL', 'RUST_LOG'],
      kind: 'text',
      value: 'LEVEL',
      otherwise: 'info',
      about:
        'least level that is logged: off, error, warn, info, debug or trace; of a filter such as info,webrtc=debug the level counts',
    },
    {
      name: 'config-check',
      env: [],
      kind: 'switch',
      about: 'print what is in effect, without secrets, and exit',
    },
    {
      name: 'help',
      short: 'h',
      env: [],
      kind: 'switch',
      about: 'print this',
    },
    {
      name: 'version',
      env: [],
      kind: 'switch',
      about: 'print the version',
    },
  ],
};
