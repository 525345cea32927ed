/** The type of the node that stands on the audio thread for what runs in a worker. No manifest can name it. */
export const BRIDGE_TYPE = '#bridge';
