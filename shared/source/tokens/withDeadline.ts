/** What `start` gives, or a rejection when it gave nothing within `timeoutMs`; its signal says when to stop trying. */
export async function withDeadline<T>(start: (signal: AbortSignal) => Promise<T>, timeoutMs: number): Promise<T> {
  const stop = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  // Not everything looks at the signal, so the wait itself ends too.
  const deadline = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      reject(new Error(`no answer within ${timeoutMs / 1000} seconds`));
      stop.abort();
    }, timeoutMs);
  });
  try {
    return await Promise.race([start(stop.signal), deadline]);
  } finally {
    clearTimeout(timer);
  }
}
