import { type AnyNodeDefinition, defineNode } from '../../../node/node-definition.ts';
import { param } from '../../../node/param.ts';
import { BRIDGE_TYPE } from '../split/bridge-type.ts';
import type { BlockSender } from './block-sender.ts';

/** The node that stands on the audio thread for what runs in a worker: sends all that comes to it over there. */
export function bridgeNode(sender: BlockSender): AnyNodeDefinition {
  return defineNode({
    type: BRIDGE_TYPE,
    about: 'Sends what comes to it to a worker.',
    params: {
      to: param.text({ about: 'The node there; all entries if absent.', maxLength: 65_536 }),
      port: param.text({ about: 'The input of that node.', maxLength: 65_536 }),
    },
    ports: { inputs: { in: 'any' }, outputs: {} },
    isRealtime: true,
    create: ({ to, port }) => {
      const end = { nodeId: to, port };
      return {
        process: (item) => {
          if (item.kind !== 'video') sender.send(item, end);
        },
      };
    },
  });
}
