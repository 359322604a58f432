import { isMainThread } from 'node:worker_threads';

/**
 * Preloaded into every process that specs start: it ends at once when the process that started it is gone, however that
 * ended, because then nobody holds the other end of its standard input.
 */
if (isMainThread) {
  process.stdin.on('end', () => {
    process.kill(process.pid, 'SIGKILL');
  });
  process.stdin.resume();
  // It is not what keeps the process alive.
  process.stdin.unref();
}
