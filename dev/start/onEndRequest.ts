const PARENT_CHECK_MS = 500;

/**
 * Calls back once when this program is to end: Ctrl-C (which npm and tsx may repeat), SIGTERM, a closed terminal, or
 * because the process that started it is gone.
 */
export function onEndRequest(end: () => void): void {
  let asked = false;
  const ask = (): void => {
    if (asked) return;
    asked = true;
    end();
  };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, ask);
  process.on("disconnect", ask);
  // No signal comes when tsx, our parent, is killed; only the parent's id changes.
  const parent = process.ppid;
  setInterval(() => process.ppid !== parent && ask(), PARENT_CHECK_MS).unref();
}
