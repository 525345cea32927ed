import { describeSignalingContract } from './signaling-contract.ts';
import { createSignalingHub } from './testing.ts';

describeSignalingContract('in memory', async () => {
  const hub = createSignalingHub({ heartbeatIntervalMs: 500 });
  return {
    createChannel: (options) => hub.createChannel(options),
    interrupt: () => hub.interrupt(),
    blackHole: () => hub.blackHole(),
    restart: () => hub.restart(),
    refuse: (error) => hub.refuse(error),
    close: async () => {},
  };
});
