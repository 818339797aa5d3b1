/** The rules about the shipped files: R1 to R7. */
import { inflateSync } from "node:zlib";
import { isVisible, operationsOf } from "../definition/operations";
import { type ConnectorPackage, type Rule } from "./rule";

const SIGNATURE = "89504e470d0a1a0a";

const TRUE_COLOR = 2;

const TRUE_COLOR_ALPHA = 6;

const JSON_FILES = ["apiDefinition.swagger.json", "apiProperties.json"];

const MEBIBYTE = 1024 * 1024;

const SECTIONS = [
  "Publisher",
  "Prerequisites",
  "Supported Operations",
  "Obtaining Credentials",
  "Known Issues and Limitations",
  "Deployment Instructions",
];

const ORDER = ["swagger", "info", "host", "consumes", "paths", "definitions", "parameters"];

const UUID = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/gi;

const NOBODY = "00000000-0000-0000-0000-000000000000";

const SECRETS = /"(?:clientSecret|connectorId|connectionId|environment(?:Id)?)"|[?&]sig=|[?&]code=/gi;

export const FILE_RULES: readonly Rule[] = [
  {
    id: "R1",
    severity: "gate",
    says: "Shipped JSON is strict",
    find: (connector) => JSON_FILES.filter((name) => !isStrict(textOf(connector, name))),
  },
  {
    id: "R2",
    severity: "gate",
    says: "The definition is smaller than 1 MB",
    find: ({ files }) =>
      (files[JSON_FILES[0] ?? ""]?.length ?? MEBIBYTE) < MEBIBYTE ? [] : ["apiDefinition.swagger.json"],
  },
  {
    id: "R3",
    severity: "gate",
    says: `README.md has the sections ${SECTIONS.join(", ")}`,
    find: (connector) =>
      SECTIONS.filter((each) => !new RegExp(`^#+ ${each}$`, "m").test(textOf(connector, "README.md"))),
  },
  { id: "R4", severity: "guidance", says: "README.md tells of each visible operation", find: findUndescribed },
  {
    id: "R5",
    severity: "gate",
    says: "The icon is an opaque square PNG of about 230 x 230 on the brand color",
    find: findIconFlaws,
  },
  { id: "R6", severity: "gate", says: "No shipped file holds an id of an environment or a secret", find: findSecrets },
  {
    id: "R7",
    severity: "guidance",
    says: "The definition is indented by 4, without trailing blanks, its parts in order",
    find: findUntidy,
  },
];

function isStrict(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function textOf({ files }: ConnectorPackage, name: string): string {
  return files[name]?.toString("utf8") ?? "";
}

function findUndescribed(connector: ConnectorPackage): readonly string[] {
  const readme = textOf(connector, "README.md");
  const isDescribed = (summary = ""): boolean => readme.split("\n").some((line) => line === `### ${summary}`);
  return operationsOf(connector.definition)
    .filter((each) => isVisible(each) && !isDescribed(each.operation.summary))
    .map(({ name }) => name);
}

function findIconFlaws({ files, properties }: ConnectorPackage): readonly string[] {
  const png = readPng(files["icon.png"] ?? Buffer.alloc(0));
  if (!png) return ["icon.png is no PNG"];
  const { width, height, isOpaque, corner } = png;
  const brand = properties.properties?.iconBrandColor ?? "";
  return [
    ...(width === height && width >= 200 && width <= 260 ? [] : [`it is ${width} x ${height}`]),
    ...(isOpaque ? [] : ["it has an alpha channel"]),
    ...(corner === brand.toLowerCase() ? [] : [`its background is ${corner}, not ${brand}`]),
  ];
}

interface Png {
  readonly width: number;
  readonly height: number;
  readonly isOpaque: boolean;
  /** The colour of the first pixel as `#rrggbb`; "unknown" for any format but 8-bit true colour. */
  readonly corner: string;
}

/**
 * The facts about an icon that the rules ask for; undefined for a file that is no PNG. The first pixel is read from the
 * first row, since every row filter leaves it as it is.
 */
function readPng(bytes: Buffer): Png | undefined {
  if (bytes.subarray(0, 8).toString("hex") !== SIGNATURE) return undefined;
  const chunks = chunksOf(bytes);
  const header = chunks.find(({ type }) => type === "IHDR")?.content;
  if (!header) return undefined;
  const [depth, color] = [header[8], header[9]];
  const image = Buffer.concat(chunks.filter(({ type }) => type === "IDAT").map(({ content }) => content));
  const isKnown = depth === 8 && (color === TRUE_COLOR || color === TRUE_COLOR_ALPHA);
  return {
    width: header.readUInt32BE(0),
    height: header.readUInt32BE(4),
    isOpaque: color === TRUE_COLOR && !chunks.some(({ type }) => type === "tRNS"),
    corner: isKnown ? `#${inflateSync(image).subarray(1, 4).toString("hex")}` : "unknown",
  };
}

function chunksOf(bytes: Buffer): readonly { readonly type: string; readonly content: Buffer }[] {
  const chunks = [];
  for (let at = 8; at + 12 <= bytes.length;) {
    const length = bytes.readUInt32BE(at);
    chunks.push({ type: bytes.toString("latin1", at + 4, at + 8), content: bytes.subarray(at + 8, at + 8 + length) });
    at += length + 12;
  }
  return chunks;
}

function findSecrets(connector: ConnectorPackage): readonly string[] {
  const known = signInIds(connector);
  const { files } = connector;
  const texts = Object.entries(files).filter(([name]) => !name.endsWith(".png"));
  return texts.flatMap(([name, bytes]) => {
    const text = bytes.toString("utf8");
    const ids = (text.match(UUID) ?? []).filter((id) => !known.includes(id));
    return [...ids, ...(text.match(SECRETS) ?? [])].map((each) => `${name}: ${each}`);
  });
}

/** The ids of the client, the tenant and the resource that makers sign in to are no secrets. */
function signInIds({ properties }: ConnectorPackage): readonly string[] {
  const { connectionParameters, connectionParameterSets } = properties.properties ?? {};
  const sets = [connectionParameters, ...(connectionParameterSets?.values ?? []).map(({ parameters }) => parameters)];
  const settings = sets.flatMap((each) => Object.values(each ?? {}).map(({ oAuthSettings }) => oAuthSettings));
  return [NOBODY, ...(JSON.stringify(settings).match(UUID) ?? [])];
}

function findUntidy(connector: ConnectorPackage): readonly string[] {
  const text = textOf(connector, "apiDefinition.swagger.json");
  const parts = Object.keys(connector.definition).filter((each) => ORDER.includes(each));
  const sorted = parts.toSorted((one, other) => ORDER.indexOf(one) - ORDER.indexOf(other));
  return [
    ...(/^ {4}"swagger"/m.test(text) ? [] : ["not indented by 4"]),
    ...(/[ \t]+$/m.test(text) ? ["trailing blanks"] : []),
    ...(parts.join() === sorted.join() ? [] : [`order: ${parts.join()}`]),
  ];
}
