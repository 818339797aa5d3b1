import { type LogLine } from "../../shared/model/log";
import { openAccess } from "../../shared/runtime/joinServices";
import { readAccessSettings } from "../../shared/runtime/accessSettings";
import { createSettingReader } from "../../shared/runtime/settingReader";
import { AUDIENCE, type Entra, TENANT, makePair, sign, someClaims, startEntra } from "../access/entraStandIn";

const NOW = new Date("2026-11-20T10:00:00Z");

function open(env: Record<string, string>): { lines: LogLine[]; access: ReturnType<typeof openAccess> } {
  const lines: LogLine[] = [];
  const settings = readAccessSettings(createSettingReader(env, []));
  return { lines, access: openAccess(settings, { now: () => NOW, log: (line) => lines.push(line) }) };
}

const entraSettings = ({ authority }: Entra): Record<string, string> => ({
  ENTRA_TENANTS: TENANT,
  ENTRA_AUDIENCES: AUDIENCE,
  ENTRA_AUTHORITY: authority,
});

test("a deployment that nobody can call says so, and what to set", async () => {
  const { lines, access } = open({});
  expect(lines).toEqual([{ name: "access.closed", message: expect.stringMatching(/API_KEYS.*ENTRA_TENANTS/) }]);
  expect(await access.identifyCaller({ kind: "token", token: "a.b.c" })).toMatchObject({ outcome: "refused" });
});

test("one that somebody can call says nothing", () => {
  expect(open({ API_KEYS: `flows:${"ab".repeat(32)}` }).lines).toEqual([]);
});

test("tokens are checked with the keys that the tenant publishes; without them they cannot be, and the log says why", async () => {
  const pair = await makePair("k1");
  const entra = await startEntra([pair]);
  const token = await sign(someClaims(entra, NOW), pair);
  const { access } = open(entraSettings(entra));
  expect(await access.identifyCaller({ kind: "token", token })).toMatchObject({
    outcome: "known",
    caller: { roles: ["read", "subscribe"], instances: "all" },
  });
  await entra.stop();
  expect(await access.identifyCaller({ kind: "token", token })).toMatchObject({ outcome: "known" });
  const late = open(entraSettings(entra));
  expect(await late.access.identifyCaller({ kind: "token", token })).toEqual({ outcome: "unavailable" });
  expect(late.lines).toEqual([
    { name: "signingKeys.missed", tenantId: TENANT, message: expect.stringContaining("fetch failed") },
  ]);
});
