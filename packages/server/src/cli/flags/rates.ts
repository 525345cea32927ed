import type { Flag, FlagGroup } from '../flag.ts';

/** How much clients may do. */
export const RATES: FlagGroup = {
  title: 'how much clients may do (RATE is PER_SECOND:BURST, PER_SECOND with ten times that at once, or off)',
  flags: [
    rate('messages-per-connection', 'messagesPerConnection', 'messages of one connection', '500:5000'),
    rate('bytes-per-connection', 'bytesPerConnection', 'bytes of messages of one connection', '524288:8388608'),
    rate('messages-per-address', 'messagesPerAddress', 'messages of one remote address', '5000:100000'),
    rate('bytes-per-address', 'bytesPerAddress', 'bytes of messages of one remote address', '4194304:134217728'),
    rate('messages-per-room', 'messagesPerRoom', 'messages in one room', '10000:200000'),
    rate('bytes-per-room', 'bytesPerRoom', 'bytes of messages in one room', '8388608:268435456'),
    rate('joins-per-address', 'joinsPerAddress', 'peers of one remote address that join', '20:1000'),
    rate('joins-per-room', 'joinsPerRoom', 'peers that join one room', '50:2000'),
    rate('connections-per-address', 'connectionsPerAddress', 'new connections of one remote address', '50:2000'),
  ],
};

function rate(name: string, option: string, about: string, otherwise: string): Flag {
  const env = [`REMOTEMEDIA_RATE_${name.toUpperCase().replaceAll('-', '_')}`];
  return { name: `rate-${name}`, env, kind: 'rate', value: 'RATE', otherwise, option: `rates.${option}`, about };
}
