/**
 * Encoded media to many peers at once. Nothing is exported yet.
 *
 * @module
 */
export {};
