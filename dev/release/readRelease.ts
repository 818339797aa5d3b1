import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type Release } from "./findProblems";

interface Versioned {
  readonly version?: string;
  readonly info?: { readonly version?: string };
}

/** How the release stands in a working directory. */
export function readRelease(directory: string): Release {
  const { version = "" } = readJson(join(directory, "package.json"));
  const git = (...args: string[]): string =>
    execFileSync("git", args, { cwd: directory, encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }).trimEnd();
  return {
    version,
    copies: readCopies(directory),
    changelog: readFileSync(join(directory, "CHANGELOG.md"), "utf8"),
    uncommitted: git("status", "--porcelain"),
    head: git("rev-parse", "HEAD"),
    tagged: git("tag", "--list", `v${version}`) === "" ? undefined : git("rev-parse", `v${version}^{commit}`),
  };
}

/** The connector's definition repeats the version where it is there. */
function readCopies(directory: string): Record<string, string | undefined> {
  const definition = "connector/apiDefinition.swagger.json";
  const path = join(directory, definition);
  return {
    "package-lock.json": readJson(join(directory, "package-lock.json")).version,
    ...(existsSync(path) ? { [definition]: readJson(path).info?.version } : {}),
  };
}

function readJson(path: string): Versioned {
  return JSON.parse(readFileSync(path, "utf8")) as Versioned;
}
