import { readFileSync } from "node:fs";
import { join } from "node:path";

interface BicepModule {
  readonly file: string;
  /** Names of what is passed. */
  readonly passed: readonly string[];
}

export interface Bicep {
  /** The text without its comments. */
  readonly text: string;
  readonly params: readonly { readonly name: string; readonly hasDefault: boolean; readonly head: string }[];
  readonly modules: readonly BicepModule[];
}

/** What tests need of a Bicep file, by reading its lines: there is no compiler to ask on every machine. */
export function readBicep(file: string): Bicep {
  const text = readFileSync(join("infra", file), "utf8").replace(/(?<!:)\/\/.*$/gm, "");
  const params = [...text.matchAll(/^((?:[@})\]].*\n)*)param (\w+) [\w'| ]+?( = .*)?$/gm)].map(
    ([, head = "", name = "", fallback]) => ({ name, hasDefault: fallback !== undefined, head }),
  );
  const modules = [...text.matchAll(/^module \w+ '([\w.]+)' = /gm)].map(({ 1: called = "", index }) => {
    const body = readBraces(text, text.indexOf("{", index));
    return { file: called, passed: readKeys(readBraces(body, body.indexOf("{", body.indexOf("params:")))) };
  });
  return { text, params, modules };
}

/** The names of an object's own fields, on lines or in one line. */
export function readKeys(object: string): string[] {
  const flat = removeNested(object.slice(1, -1).replaceAll(/'[^']*'/g, "''"));
  return [...flat.matchAll(/(?:^|[\n,])\s*(\w+):/g)].map(([, name = ""]) => name);
}

/** From a brace to the one that closes it. */
export function readBraces(text: string, from: number): string {
  let depth = 0;
  for (let at = from; at < text.length; at += 1) {
    if (text[at] === "{") depth += 1;
    if (text[at] === "}" && (depth -= 1) === 0) return text.slice(from, at + 1);
  }
  throw new Error(`no closing brace after ${text.slice(from, from + 40)}`);
}

function removeNested(text: string): string {
  const without = text.replaceAll(/\{[^{}]*\}|\([^()]*\)/g, "");
  return without === text ? text : removeNested(without);
}
