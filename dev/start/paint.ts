import { styleText } from "node:util";

export type Style = "bold" | "dim" | "green" | "yellow" | "red" | "cyan";
export type Paint = (style: Style, text: string) => string;

/** Colours on a terminal only, and never with `NO_COLOR` (https://no-color.org). */
export function createPaint(isTerminal: boolean, env: NodeJS.ProcessEnv): Paint {
  return isTerminal && !env["NO_COLOR"] ? (style, text) => styleText(style, text) : (_style, text) => text;
}
