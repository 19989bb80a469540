/** Cheap phones keep their first web view for years: the few newer functions our libraries call, where they are missing. */

type SignalStatics = { any?: (signals: AbortSignal[]) => AbortSignal; timeout?: (ms: number) => AbortSignal };
const statics = AbortSignal as unknown as SignalStatics;

statics.timeout ??= (ms) => {
  const controller = new AbortController();
  setTimeout(() => controller.abort(new DOMException('timeout', 'TimeoutError')), ms);
  return controller.signal;
};

statics.any ??= (signals) => {
  const controller = new AbortController();
  for (const signal of signals) {
    if (signal.aborted) controller.abort(signal.reason);
    else signal.addEventListener('abort', () => controller.abort(signal.reason), { once: true });
  }
  return controller.signal;
};

globalThis.structuredClone ??= ((value: unknown) => JSON.parse(JSON.stringify(value))) as typeof structuredClone;
