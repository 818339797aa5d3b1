/** The state of a release and what is still wrong with it. Nothing is released here: people do that by a tag. */
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

export interface Release {
  /** The version in package.json, the one place where it is set. */
  readonly version: string;
  /** The other places that repeat the version, by name. */
  readonly copies: Readonly<Record<string, string | undefined>>;
  readonly changelog: string;
  /** The output of `git status --porcelain`. */
  readonly uncommitted: string;
  /** The commits of HEAD and of the tag `v<version>`; that is absent before it is made. */
  readonly head: string;
  readonly tagged: string | undefined;
}

const VERSION = /^\d+\.\d+\.\d+(?:-[0-9A-Za-z.-]+)?$/;

/** The things to do before the version can be released, a sentence each; empty when it can be released. */
export function findProblems(release: Release): string[] {
  const { version, copies, uncommitted, head, tagged } = release;
  const problems: string[] = [];
  if (!VERSION.test(version)) problems.push(`package.json: version "${version}" is not of the form 1.2.3`);
  for (const [place, copy] of Object.entries(copies)) {
    if (copy !== version) problems.push(`${place}: version is ${copy ?? "missing"}, in package.json it is ${version}`);
  }
  problems.push(...findChangelogProblems(release));
  if (uncommitted.trim() !== "") problems.push(`git: not committed:\n${uncommitted.trimEnd()}`);
  if (tagged !== undefined && tagged !== head)
    problems.push(`git: v${version} is already the tag of another commit; raise the version in package.json`);
  return problems;
}

function findChangelogProblems({ version, changelog }: Release): string[] {
  const problems: string[] = [];
  const sections = readSections(changelog);
  if (!sections.get(version)) problems.push(`CHANGELOG.md: there is no section "## ${version}" that says something`);
  if (sections.get("Pending")) problems.push(`CHANGELOG.md: "## Pending" holds what belongs under "## ${version}"`);
  return problems;
}

/** Text by heading; a heading may go on with a date after a space. */
function readSections(changelog: string): ReadonlyMap<string, string> {
  const [, ...sections] = changelog.split(/^## /m);
  return new Map(
    sections.map((section) => {
      const [heading = "", ...lines] = section.split("\n");
      return [heading.split(" ")[0] ?? "", lines.join("\n").trim()];
    }),
  );
}

/** Reads the state of the release from a working directory. */
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

interface Versioned {
  readonly version?: string;
  readonly info?: { readonly version?: string };
}

function readJson(path: string): Versioned {
  return JSON.parse(readFileSync(path, "utf8")) as Versioned;
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
