export * from '@remotemedia/diagnosis/faults';
export { createSignalingHub, type SignalingHub, type SignalingHubOptions } from '@remotemedia/signaling/testing';
