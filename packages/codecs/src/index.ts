/**
 * Frames to encoded chunks and back. Nothing is exported yet.
 *
 * @module
 */
export {};
