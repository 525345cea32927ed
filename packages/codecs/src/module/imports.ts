/** Errno EBADF of WASI: there is no such file, which ends the C library's search for open folders. */
const BAD_FILE = 8;

/** Errno of success. */
const DONE = 0;

/**
 * What the C library asks of a system (WASI preview 1) and codecs never need: files, the environment, exit. The C code
 * is linked against standard input and output, and nothing of it is ever called on a good path.
 */
export const IMPORTS: Readonly<Record<string, (...args: readonly number[]) => number>> = {
  fd_close: () => BAD_FILE,
  fd_fdstat_get: () => BAD_FILE,
  fd_fdstat_set_flags: () => BAD_FILE,
  fd_prestat_get: () => BAD_FILE,
  fd_prestat_dir_name: () => BAD_FILE,
  fd_read: () => BAD_FILE,
  fd_seek: () => BAD_FILE,
  fd_write: () => BAD_FILE,
  path_open: () => BAD_FILE,
  environ_get: () => DONE,
  environ_sizes_get: () => DONE,
  clock_time_get: () => BAD_FILE,
  proc_exit: (code) => {
    throw new WebAssembly.RuntimeError(`the codec ended itself with code ${code}`);
  },
};
