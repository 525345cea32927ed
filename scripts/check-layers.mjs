import { fileURLToPath } from 'node:url';
import { layerFaults } from './lib/layer-faults.mjs';

/** Fails when a room imports what its layer may not, has an open back door, or lacks a README. */
const root = process.argv[2] ?? fileURLToPath(new URL('..', import.meta.url));
const faults = layerFaults(root);
for (const fault of faults) console.error(fault);
if (faults.length > 0) process.exitCode = 1;
else console.log('every room keeps to its layer');
