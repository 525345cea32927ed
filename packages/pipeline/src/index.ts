/**
 * Pipelines: a manifest says which nodes treat media and data on their way, and one of several hosts runs them.
 *
 * @module
 */
export * from './node.ts';
