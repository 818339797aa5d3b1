import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type ApiProperties } from "./apiProperties";
import { locationOn } from "./locationOn";
import { type ConnectorPackage } from "./rule";
import { type Definition } from "./swagger";

const SHIPPED = ["apiDefinition.swagger.json", "apiProperties.json", "README.md", "intro.md", "icon.png"];

/** The package in a folder, with its last release if `released/` has one. Throws, naming the file, that is missing or no JSON. */
export function readPackage(folder: string): ConnectorPackage {
  const present = SHIPPED.filter((name) => existsSync(join(folder, name)));
  const files = Object.fromEntries(present.map((name) => [name, readFileSync(join(folder, name))]));
  const released = join(folder, "released");
  return {
    files,
    ...readBoth(folder),
    developmentProperties: readJson(join(folder, "development/apiProperties.json")) as ApiProperties,
    ...(existsSync(released) && { released: readBoth(released) }),
    locationOn,
  };
}

function readBoth(folder: string): Pick<ConnectorPackage, "definition" | "properties"> {
  return {
    definition: readJson(join(folder, "apiDefinition.swagger.json")) as Definition,
    properties: readJson(join(folder, "apiProperties.json")) as ApiProperties,
  };
}

function readJson(path: string): unknown {
  if (!existsSync(path)) throw new Error(`${path} is missing; npm run connector makes it`);
  try {
    return JSON.parse(readFileSync(path, "utf8")) as unknown;
  } catch (error) {
    throw new Error(`${path} is no strict JSON (R1)`, { cause: error });
  }
}
