/**
 * The file that runs in a worker of a browser or in a thread of Node.
 *
 * @module
 */
import { serveThread } from './serve-thread.ts';
import { threadScope } from './thread-scope.ts';

serveThread(threadScope());
