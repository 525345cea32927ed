/**
 * Manifests compiled to graphs of nodes. Nothing is exported yet.
 *
 * @module
 */
export {};
