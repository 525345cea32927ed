export { createSignalingHub, type SignalingHub, type SignalingHubOptions } from '@remotemedia/signaling/testing';
