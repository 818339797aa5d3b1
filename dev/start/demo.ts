/** The player of the demo: scenes one after another, step by step, within a deadline. */
import { type Scene, type Stage, type Step } from "./demoCallback";
import { SCENES } from "./demoScenes";
import { type Paint } from "./terminal";

const DEADLINE_MS = 240_000;

interface Show {
  readonly say: (text: string) => void;
  readonly paint: Paint;
  /** The scenes to play; all of them by default. */
  readonly scenes?: readonly Scene[];
  readonly deadlineMs?: number;
}

/** Plays the scenes in order. Throws what did not happen, naming the step. */
export async function playScenes(stage: Stage, show: Show): Promise<void> {
  const { say, paint, scenes = SCENES, deadlineMs = DEADLINE_MS } = show;
  const over = deadline(deadlineMs);
  try {
    for (const { title, steps } of scenes) {
      say(`\n${paint("bold", title)}\n`);
      for (const [at, step] of steps(stage).entries())
        await playStep(step, `${at + 1}`, { title, say, over: over.passed });
    }
    say(`\n${paint("bold", "All of it happened as told.")}`);
  } finally {
    over.cancel();
  }
}

function deadline(timeoutMs: number): { readonly passed: Promise<never>; cancel(): void } {
  let timer: NodeJS.Timeout | undefined;
  const passed = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`the demo took longer than ${timeoutMs / 1_000} s`)), timeoutMs);
  });
  return { passed, cancel: () => clearTimeout(timer) };
}

async function playStep(
  { says, act }: Step,
  number: string,
  { title, say, over }: { readonly title: string; readonly say: (text: string) => void; readonly over: Promise<never> },
): Promise<void> {
  say(`${number}. ${says}`);
  const shown = await Promise.race([act(), over]).catch((error: unknown) => {
    throw new Error(`step ${number} of "${title}" did not happen: ${(error as Error).message}`, { cause: error });
  });
  if (shown !== undefined) say(`\n${shown.replaceAll(/^(?=.)/gm, "   ")}\n`);
}
