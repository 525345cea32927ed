import { describeSignalingContract } from './signaling-contract.ts';
import { createSignalingHub } from './testing.ts';

describeSignalingContract('in memory', async () => {
  const hub = createSignalingHub();
  return {
    createChannel: () => hub.createChannel(),
    interrupt: () => hub.interrupt(),
    close: async () => {},
  };
});
