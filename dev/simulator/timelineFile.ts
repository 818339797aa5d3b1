import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname } from "node:path";

/** Both in milliseconds since 1970. */
export interface Timeline {
  /** When the past ended with which the world was made. */
  readonly beganAt: number;
  /** What the simulator's clock showed last; it may have run fast, and must not go back. */
  readonly clockAt: number;
}

/** Undefined when there is none yet. Throws naming the file when it holds something else. */
export async function readTimeline(file: string): Promise<Timeline | undefined> {
  const text = await readFile(file, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return undefined;
    throw error;
  });
  if (text === undefined) return undefined;
  const { beganAt, clockAt } = parse(text);
  if (typeof beganAt === "number" && typeof clockAt === "number" && beganAt <= clockAt) return { beganAt, clockAt };
  throw new Error(`${file} does not hold the times of a simulated company; delete its folder to begin anew`);
}

export async function writeTimeline(file: string, timeline: Timeline): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, `${JSON.stringify(timeline)}\n`);
}

function parse(text: string): { readonly beganAt?: unknown; readonly clockAt?: unknown } {
  try {
    return Object(JSON.parse(text)) as object;
  } catch {
    return {};
  }
}
