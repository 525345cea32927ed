import { answerParent } from './child.mjs';
import { Load } from './load/load.mjs';

/** The process of the peers: its arguments are the protocols that they have in turn. */
const protocols = process.argv.slice(2);

/** @type {Load} */
let load;

answerParent({
  open: ({ port }) => {
    load = new Load(protocols, port);
  },
  connect: ({ count }) => load.connect(count),
  saturate: (settings) => load.saturate(settings),
  sendAtRate: (settings) => load.sendAtRate(settings),
});
