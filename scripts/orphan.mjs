// Loaded before a program that npm started. npm passes SIGTERM to its shell, and that ends without telling us; left
// alone we would go on serving where everybody believes the program stopped. So its end is ours.
import { isMainThread } from 'node:worker_threads';

if (isMainThread && process.env.npm_lifecycle_event) {
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(watch);
    process.kill(process.pid, 'SIGTERM');
  }, 300);
  watch.unref();
}
