import { readFileSync } from "node:fs";
import { join } from "node:path";
import { inflateSync } from "node:zlib";
import { EXAMPLE, parseDeployment } from "../../../connector/generate/deployment";
import { generatePackage } from "../../../connector/generate/generatePackage";

const FOLDER = join(__dirname, "../../../connector");

const MADE = generatePackage(EXAMPLE);

function committed(name: string): Buffer {
  return readFileSync(join(FOLDER, name));
}

test.each(Object.keys(MADE).filter((name) => !name.endsWith(".png")))(
  "%s is as `npm run connector` makes it",
  (name) => {
    expect(committed(name).toString("utf8")).toBe(MADE[name]?.toString("utf8"));
  },
);

test("the icon shows what `npm run connector` draws, however its compression packs it", () => {
  expect(pixels(committed("icon.png"))).toEqual(pixels(MADE["icon.png"] ?? Buffer.alloc(0)));
});

/** Our icons have one image chunk, right after the header. */
function pixels(png: Buffer): string {
  return inflateSync(png.subarray(41, 41 + png.readUInt32BE(33))).toString("hex");
}

test("without flags the repository's own package is made", () => {
  expect(parseDeployment([])).toEqual({ deployment: EXAMPLE, release: false });
});

test("flags make the package of a deployment", () => {
  const clientId = "5f6e0e7e-30a6-4c0e-9a0b-000000000001";
  const flags = [
    "--host",
    "ci.contoso.example",
    "--client-id",
    clientId,
    "--resource",
    "api://ci",
    "--tenant",
    "contoso.example",
  ];
  const { deployment, out } = parseDeployment([...flags, "--out", "made"]);
  expect(out).toBe("made");
  const files = generatePackage(deployment);
  const properties = files["apiProperties.json"]?.toString("utf8");
  expect(files["apiDefinition.swagger.json"]?.toString("utf8")).toContain('"host": "ci.contoso.example"');
  for (const each of [clientId, "api://ci", "contoso.example"]) expect(properties).toContain(`"${each}"`);
});

test.each([
  [["--host", "https://ci.contoso.example"], "--host must be a host name"],
  [["--base-path", "api"], "--base-path must be a path"],
  [["--client-id", "connector"], "--client-id must be an application id"],
  [["--tenant", "a b"], "--tenant must be"],
  [["--nonsense", "1"], "--nonsense"],
])("%j is refused", (flags, message) => {
  expect(() => parseDeployment(flags)).toThrow(message);
});
