export { createSignalingHub, type SignalingHub, type SignalingHubOptions } from './memory-hub.ts';
