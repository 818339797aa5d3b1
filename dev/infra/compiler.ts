/** Compiles Bicep with whatever is installed: `bicep`, `az`, or the compiler's NuGet package where `dotnet` is. */
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";

const VERSION = "0.49.2";

interface Compiler {
  readonly command: string;
  readonly args: readonly string[];
}

export interface Compiled {
  /** The ARM template's text; empty when there are errors. */
  readonly text: string;
  /** One line for each error or warning of the compiler and its linter. */
  readonly diagnostics: readonly string[];
}

/** Undefined where nothing that compiles is installed. */
export function findCompiler(): Compiler | undefined {
  if (answers("bicep", ["--version"])) return { command: "bicep", args: [] };
  if (answers("az", ["bicep", "version"])) return { command: "az", args: ["bicep"] };
  const packaged = answers("dotnet", ["--version"]) ? restoreCompiler() : undefined;
  return packaged === undefined ? undefined : { command: packaged, args: [] };
}

function answers(command: string, args: readonly string[]): boolean {
  return spawnSync(command, args, { stdio: "ignore" }).status === 0;
}

/** Path of the compiler out of its NuGet package; undefined where there is none for this machine. */
function restoreCompiler(): string | undefined {
  const system = { linux: "linux", darwin: "osx", win32: "win" }[process.platform as string];
  if (system === undefined) return undefined;
  const name = `azure.bicep.commandline.${system}-${process.arch}`;
  const packages = process.env["NUGET_PACKAGES"] ?? join(homedir(), ".nuget", "packages");
  const path = join(packages, name, VERSION, "tools", process.platform === "win32" ? "bicep.exe" : "bicep");
  if (!existsSync(path)) restorePackage(name);
  return existsSync(path) ? path : undefined;
}

function restorePackage(name: string): void {
  const folder = mkdtempSync(join(tmpdir(), "bicep-"));
  try {
    const project = join(folder, "bicep.csproj");
    writeFileSync(
      project,
      `<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup><TargetFramework>netstandard2.0</TargetFramework></PropertyGroup>
  <ItemGroup><PackageDownload Include="${name}" Version="[${VERSION}]" /></ItemGroup>
</Project>
`,
    );
    spawnSync("dotnet", ["restore", project], { stdio: ["ignore", "ignore", "inherit"] });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Compiles and lints one file. */
export function compile({ command, args }: Compiler, file: string): Compiled {
  const build = args.length > 0 ? [...args, "build", "--file", file, "--stdout"] : ["build", file, "--stdout"];
  const { status, stdout, stderr, error } = spawnSync(command, build, { encoding: "utf8", maxBuffer: 2 ** 26 });
  const diagnostics = stderr.split("\n").filter((line) => /\b(?:Warning|Error)\b/.test(line));
  if (status !== 0 && diagnostics.length === 0)
    diagnostics.push(error?.message ?? (stderr.trim() || `${command} failed`));
  return { text: stdout, diagnostics };
}
