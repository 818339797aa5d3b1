import { type Deployment } from "./deployment";
import { drawIcon } from "./drawIcon";
import { toDefinition } from "./toDefinition";
import { toProperties } from "./toProperties";
import { INTRO, writeReadme } from "./writeReadme";

const INDENT = 4;

/** The files of the package by name, relative to its folder. */
export function generatePackage(deployment: Deployment): Readonly<Record<string, Buffer>> {
  const { properties } = toProperties(deployment);
  const { stackOwner: _owner, ...development } = properties;
  return {
    "apiDefinition.swagger.json": json(toDefinition(deployment)),
    "apiProperties.json": json({ properties }),
    "development/apiProperties.json": json({ properties: development }),
    "README.md": Buffer.from(writeReadme()),
    "intro.md": Buffer.from(INTRO),
    "icon.png": drawIcon(),
  };
}

function json(value: object): Buffer {
  return Buffer.from(`${JSON.stringify(value, null, INDENT)}\n`);
}
