import { readFileSync } from "node:fs";

const guide = readFileSync("docs/guides/host-settings.md", "utf8");
const host = JSON.parse(readFileSync("host.json", "utf8")) as object;

const lines = leaves(host);

test.each(lines)("the guide explains %s", (path) => {
  const [last = ""] = path.split(".").slice(-1);
  expect(guide.includes(`\`${path}\``) || guide.includes(`… \`${last}\``)).toBe(true);
});

test("the host has the bundle that brings queue bindings", () => {
  expect(host).toMatchObject({ extensionBundle: { id: "Microsoft.Azure.Functions.ExtensionBundle" } });
});

test("another host takes the timers over soon: their lock has the shortest lease of a blob", () => {
  expect(host).toMatchObject({
    singleton: { listenerLockPeriod: "00:00:15", listenerLockRecoveryPollingInterval: "00:00:15" },
  });
});

function leaves(value: object, path = ""): string[] {
  return Object.entries(value).flatMap(([name, child]: [string, unknown]) => {
    const at = path === "" ? name : `${path}.${name}`;
    return typeof child === "object" && child !== null ? leaves(child, at) : [at];
  });
}
