/** The store of the timers' statuses, in a file or in memory. Azure keeps them in blobs. */
import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { dirname } from "node:path";

/** The times at which a timer last fired and fires next. `last` is undefined until it has fired. */
export interface TimerStatus {
  readonly last: Date | undefined;
  readonly next: Date;
  readonly lastUpdated: Date;
}

export interface TimerStatusStore {
  load(functionName: string): Promise<TimerStatus | undefined>;
  save(functionName: string, status: TimerStatus): Promise<void>;
}

type StoredStatus = Readonly<Record<"Last" | "Next" | "LastUpdated", string | null>>;

/** Keeps the statuses in a JSON file, or in memory if no file is given. */
export async function openTimerStatusStore(file: string | undefined): Promise<TimerStatusStore> {
  const stored = file === undefined ? {} : await readStored(file);
  let writing = Promise.resolve();
  return {
    load: async (functionName) => fromStored(stored[functionName]),
    save: (functionName, status) => {
      stored[functionName] = toStored(status);
      if (file === undefined) return Promise.resolve();
      const write = (): Promise<void> => replaceFile(file, JSON.stringify(stored, null, 2));
      writing = writing.then(write, write); // one after the other; a failed write does not stop the next
      return writing;
    },
  };
}

async function readStored(file: string): Promise<Record<string, StoredStatus>> {
  let text: string;
  try {
    text = await readFile(file, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return {};
    throw error;
  }
  try {
    return JSON.parse(text) as Record<string, StoredStatus>;
  } catch (error) {
    throw new Error(`--timer-status: ${file} is not JSON; delete it to forget when the timers last ran.`, {
      cause: error,
    });
  }
}

/** A crash while writing leaves the old file. */
async function replaceFile(file: string, text: string): Promise<void> {
  const temporary = `${file}.${process.pid}.tmp`;
  await mkdir(dirname(file), { recursive: true });
  await writeFile(temporary, text);
  await rename(temporary, file);
}

function toStored({ last, next, lastUpdated }: TimerStatus): StoredStatus {
  return { Last: last?.toISOString() ?? null, Next: next.toISOString(), LastUpdated: lastUpdated.toISOString() };
}

function fromStored(stored: StoredStatus | undefined): TimerStatus | undefined {
  if (!stored?.Next || !stored.LastUpdated) return undefined;
  const last = stored.Last ? new Date(stored.Last) : undefined;
  return { last, next: new Date(stored.Next), lastUpdated: new Date(stored.LastUpdated) };
}
