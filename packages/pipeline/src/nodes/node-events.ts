/** What nodes emit beside media, by the type of the node. */
// biome-ignore lint/suspicious/noEmptyInterface: filled by the rooms of the nodes
export interface NodeEvents {}
