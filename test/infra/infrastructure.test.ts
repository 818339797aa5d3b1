import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { describeConfig, readConfig } from "../../shared/runtime/readConfig";
import { readBicep, readBraces, readKeys } from "./readBicep";

const BRACKETS = [
  ["{", "}"],
  ["[", "]"],
  ["(", ")"],
] as const;

const main = readBicep("main.bicep");
const app = readBicep("app.bicep");
const secrets = readBicep("secrets.bicep");
const storage = readBicep("storage.bicep");

/** The settings that the Functions host reads itself. */
const OF_THE_HOST = [
  "AzureWebJobsStorage__accountName",
  "AzureWebJobsStorage__credential",
  "AzureWebJobsStorage__clientId",
  "APPLICATIONINSIGHTS_CONNECTION_STRING",
  "AzureFunctionsJobHost__telemetryMode",
];

/** What a person might give, where its form is checked. */
const SAMPLES: Readonly<Record<string, string>> = {
  AzureWebJobsStorage__accountName: "stexample",
  PUBLIC_BASE_URL: "https://triggers.example.org/api",
  CI_CALLS_PER_MINUTE: "90",
  ENCRYPTION_KEYS: `k1:${Buffer.alloc(32, 1).toString("base64")}`,
  WEBHOOK_SIGNING_KEYS: `whsec_${Buffer.alloc(32, 1).toString("base64")}`,
  API_KEYS: `name:${"0".repeat(64)}:read`,
  ENTRA_TENANTS: "11111111-1111-4111-8111-111111111111",
  ALLOWED_INSTANCES: "key:name=all",
  APPLICATIONINSIGHTS_AUTHENTICATION_STRING: "ClientId=5f1e;Authorization=AAD",
  APPLICATIONINSIGHTS_CONNECTION_STRING: "InstrumentationKey=11111111-1111-4111-8111-111111111111",
};

function settingsOf(text: string, variable: string): string[] {
  const at = text.search(new RegExp(`^var ${variable} = `, "m"));
  expect(at).toBeGreaterThanOrEqual(0);
  const line = text.indexOf("\n", at);
  const open = text.slice(at, line).endsWith("{") ? line - 1 : text.indexOf("{", at);
  return readKeys(readBraces(text, open));
}

const plain = settingsOf(app.text, "settings");
const references = [...secrets.text.matchAll(/\{ (\w+): '\$\{start\}([a-z-]+)\)' \}/g)];
const secret = references.map(([, name = ""]) => name);

test("the app starts with the settings of the deployment, and storage with its identity", () => {
  const env = Object.fromEntries([...plain, ...secret].map((name) => [name, SAMPLES[name] ?? "given"]));
  expect(describeConfig(readConfig(env))).toMatchObject({ storage: "identity", source: { auth: "client-secret" } });
});

test("every setting of the deployment is one that the app or its host reads", () => {
  const read = new Set<string>(OF_THE_HOST);
  const env = new Proxy(
    { ...SAMPLES, CI_CLIENT_SECRET: "given" },
    { get: (target, name: string) => (read.add(name), Reflect.get(target, name) as unknown) },
  );
  try {
    readConfig(env);
  } catch {
    // what is missing is not the question here
  }
  expect([...plain, ...secret].filter((name) => !read.has(name))).toEqual([]);
});

test("what is secret comes from the vault alone", () => {
  expect(secret.toSorted()).toEqual([
    "API_KEYS",
    "CI_CLIENT_SECRET",
    "CI_SUBSCRIPTION_KEY",
    "ENCRYPTION_KEYS",
    "WEBHOOK_SIGNING_KEYS",
  ]);
  const secure = main.params.filter(({ head }) => head.includes("@secure()")).map(({ name }) => name);
  const passedTo = main.modules.filter(({ passed }) => passed.some((name) => secure.includes(name)));
  expect(passedTo.map(({ file }) => file)).toEqual(["secrets.bicep"]);
  for (const [, , name = ""] of references) expect(secrets.text).toContain(`name: '${name}'`);
});

test("storage takes no shared keys; the identity has the role of each service that the app or its host uses, and no other", () => {
  const { dependencies } = JSON.parse(readFileSync("package.json", "utf8")) as { dependencies: object };
  const uses = Object.keys(dependencies);
  expect(storage.text).toContain("allowSharedKeyAccess: false");
  expect(
    [...storage.text.matchAll(/^ {2}'(Storage [\w ]+)': '([\w-]+)'$/gm)].map(([, role, id]) => [role, id]),
  ).toEqual([
    ["Storage Blob Data Owner", "b7e6dc6d-f1e8-4753-8033-0f276bb0955b"], // the host's leases and packages
    ...(uses.includes("@azure/storage-queue")
      ? [["Storage Queue Data Contributor", "974c5e8b-45b9-4653-ba55-5f855dd0fb88"]]
      : []),
    ...(uses.includes("@azure/data-tables")
      ? [["Storage Table Data Contributor", "0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3"]]
      : []),
  ]);
});

test.each(main.modules)("$file is given exactly its parameters", ({ file, passed }) => {
  const declared = readBicep(file).params.map(({ name }) => name);
  expect(passed.toSorted()).toEqual(declared.toSorted());
});

test.each(main.params)("the parameter $name is described, given, used and documented", ({ name, head }) => {
  const given = JSON.parse(readFileSync("infra/main.parameters.json", "utf8")) as { parameters: object };
  expect(head).toContain("@description('");
  expect(Object.keys(given.parameters)).toContain(name);
  expect(main.text.match(new RegExp(`\\b${name}\\b`, "g"))?.length).toBeGreaterThan(1);
  expect(readFileSync("docs/guides/deploy.md", "utf8")).toContain(`\`${name}\``);
});

test("nothing is given that is no parameter", () => {
  const given = JSON.parse(readFileSync("infra/main.parameters.json", "utf8")) as { parameters: object };
  expect(Object.keys(given.parameters).toSorted()).toEqual(main.params.map(({ name }) => name).toSorted());
});

test("the budgets of scale reach the app", () => {
  const scale = readBraces(app.text, app.text.indexOf("{", app.text.indexOf("scaleAndConcurrency:")));
  for (const name of ["maximumInstanceCount", "instanceMemoryMB", "httpConcurrency"]) expect(scale).toContain(name);
});

test("alerts look for lines that the app logs, and the guides say so", () => {
  const { text } = readBicep("alerts.bicep");
  const logged = readdirSync("shared", { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts"))
    .map((file) => readFileSync(join("shared", file), "utf8"))
    .join("");
  const lines = [...text.matchAll(/"([a-z]+\.[a-z]+)"/g)].map(([, line]) => line);
  expect(lines.length).toBeGreaterThanOrEqual(4);
  for (const line of lines) expect(logged).toContain(`name: "${line}"`);
  for (const [, alert] of text.matchAll(/^ {4}name: '([a-z-]+)'$/gm))
    for (const guide of ["deploy", "operate"])
      expect(readFileSync(`docs/guides/${guide}.md`, "utf8")).toContain(`| \`${alert}\` `);
});

test.each(readdirSync("infra").filter((file) => file.endsWith(".bicep")))("brackets of %s are balanced", (file) => {
  const text = readBicep(file).text.replaceAll(/'[^'\n]*'/g, "''");
  for (const [open, close] of BRACKETS) expect(text.split(open)).toHaveLength(text.split(close).length);
});
