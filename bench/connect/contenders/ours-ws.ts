/** The same code; that its signaling is a `ws:` URL makes the difference. */
export { host, join } from './ours.ts';
