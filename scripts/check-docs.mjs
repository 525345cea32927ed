import { join } from 'node:path';
import { docsFaults } from './lib/docs-faults.mjs';
import { ROOT } from './lib/paths.mjs';
import { roomsOf } from './lib/rooms.mjs';

/** Fails when something that can be imported from a room has no documentation. */
const entries = roomsOf(ROOT).flatMap((room) => room.entries);
const faults = await docsFaults(ROOT, entries, join(ROOT, 'scripts/tsconfig.docs.json'));
for (const fault of faults) console.error(fault);
if (faults.length > 0) process.exitCode = 1;
else console.log('everything that can be imported is documented');
