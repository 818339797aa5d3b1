import { parseDeadLetterQuery } from "../../../shared/http/routes/deadLetters";
import { parseRedrive } from "../../../shared/http/routes/redrive";
import { aCaller } from "../../builders/aCaller";
import { INSTANCE_ID } from "../../builders/anEvent";
import { anInstant } from "../../builders/anInstant";
import { aHttpRequest } from "../aHttpRequest";
import { problemOf } from "../problemOf";

function get(query: Record<string, string>) {
  return aHttpRequest({ method: "GET", query: { instanceId: INSTANCE_ID, ...query } });
}

const CONNECTION = /^[0-9a-f]{32}$/;

test("of the instance alone: all of the caller's, the first hundred", () => {
  expect(parseDeadLetterQuery(get({}), aCaller())).toEqual({
    filter: { instanceId: INSTANCE_ID, connection: expect.stringMatching(CONNECTION) },
    paging: { top: 100 },
  });
});

test("everything that can be asked for is taken", () => {
  const query = {
    instanceId: INSTANCE_ID.toUpperCase(),
    trigger: "unification-completed",
    cause: "gone",
    since: "2026-11-20T00:00:00Z",
    until: "2026-11-21T10:00:00Z",
    $top: "7",
    $skiptoken: `letter:${"0".repeat(16)}.${"a".repeat(24)}`,
  };
  const { filter, paging } = parseDeadLetterQuery(get(query), aCaller());
  expect(filter).toMatchObject({
    instanceId: INSTANCE_ID,
    trigger: "unification-completed",
    cause: "gone",
    since: anInstant("2026-11-20T00:00:00Z"),
    until: anInstant("2026-11-21T10:00:00Z"),
  });
  expect(paging).toEqual({ top: 7, cursor: query.$skiptoken });
});

test.each([
  ["instanceId", "1"],
  ["trigger", "weather-changed"],
  ["cause", "bad luck"],
  ["since", "yesterday"],
  ["since", "2026-11-20"],
  ["until", "2026-02-30T00:00:00Z"],
  ["$top", "0"],
  ["$top", "1001"],
  ["$top", "many"],
  ["$skiptoken", "letter:1"],
])("%s=%j is answered 400 by its name", async (target, value) => {
  const { status, options } = await problemOf(() => parseDeadLetterQuery(get({ [target]: value }), aCaller()));
  expect({ status, target: options.target }).toEqual({ status: 400, target });
});

test("all that is wrong is told at once", async () => {
  const { options } = await problemOf(() =>
    parseDeadLetterQuery(get({ cause: "x", since: "x", $top: "x" }), aCaller()),
  );
  expect(options.details?.map(({ target }) => target)).toEqual(["cause", "since", "$top"]);
});

test("a redrive takes the same filter in its body, and cleared choices as absent", async () => {
  const json = { instanceId: INSTANCE_ID, trigger: null, cause: "flow-off", preview: true };
  expect(await parseRedrive(aHttpRequest({ json }), aCaller())).toEqual({
    filter: { instanceId: INSTANCE_ID, connection: expect.stringMatching(CONNECTION), cause: "flow-off" },
    preview: true,
  });
  expect((await parseRedrive(aHttpRequest({ json: { instanceId: INSTANCE_ID } }), aCaller())).preview).toBe(false);
});

test.each([null, ""])("each field of a redrive that is cleared to %j is absent", async (cleared) => {
  const bare = await parseRedrive(aHttpRequest({ json: { instanceId: INSTANCE_ID } }), aCaller());
  for (const field of ["kind", "of", "trigger", "cause", "since", "until", "preview"]) {
    const json = { instanceId: INSTANCE_ID, [field]: cleared };
    expect(await parseRedrive(aHttpRequest({ json }), aCaller())).toEqual(bare);
  }
});

test.each<[object, string]>([
  [{}, "instanceId"],
  [{ instanceId: INSTANCE_ID, preview: "yes" }, "preview"],
  [{ instanceId: INSTANCE_ID, causes: "gone" }, "causes"],
  [{ instanceId: INSTANCE_ID, cause: "x" }, "cause"],
])("a redrive of %j is answered 400 by name", async (json, target) => {
  const { status, options } = await problemOf(() => parseRedrive(aHttpRequest({ json }), aCaller()));
  expect({ status, target: options.target }).toEqual({ status: 400, target });
});

test("of poison: all there is, whichever operator asks, or what fits", async () => {
  const all = aHttpRequest({ method: "GET", query: { kind: "poison" } });
  expect(parseDeadLetterQuery(all, aCaller()).filter).toEqual({ kind: "poison" });
  const some = { kind: "poison", cause: "our-fault", since: "2026-11-20T00:00:00Z" };
  expect(parseDeadLetterQuery(get(some), aCaller()).filter).toEqual({
    ...some,
    instanceId: INSTANCE_ID,
    since: anInstant("2026-11-20T00:00:00Z"),
  });
  expect((await parseRedrive(aHttpRequest({ json: { kind: "poison" } }), aCaller())).filter).toEqual({
    kind: "poison",
  });
  expect(parseDeadLetterQuery(get({ kind: "delivery" }), aCaller()).filter).toEqual(
    parseDeadLetterQuery(get({}), aCaller()).filter,
  );
});

test.each([
  ["kind", { kind: "venom" }],
  ["trigger", { kind: "poison", trigger: "unification-completed" }],
  ["cause", { kind: "poison", cause: "gone" }],
  ["cause", { cause: "our-fault" }],
  ["instanceId", { kind: "poison", instanceId: "1" }],
])("%s of %j is answered 400 by its name", async (target, query) => {
  const { status, options } = await problemOf(() => parseDeadLetterQuery(get(query), aCaller()));
  expect({ status, target: options.target }).toEqual({ status: 400, target });
});

test.each([{ kind: "poison" }, { kind: "poison", instanceId: INSTANCE_ID }])(
  "poison is nobody's own: %j is answered 403 to whoever is no operator",
  async (fields) => {
    const caller = aCaller({ roles: ["read", "write", "subscribe"] });
    const asked = await problemOf(() => parseDeadLetterQuery(aHttpRequest({ method: "GET", query: fields }), caller));
    const redriven = await problemOf(() => parseRedrive(aHttpRequest({ json: fields }), caller));
    expect([asked.status, redriven.status]).toEqual([403, 403]);
  },
);

test("an instance that the caller may not use is answered 404, as an unknown one", async () => {
  const caller = aCaller({ instances: [] });
  const asked = await problemOf(() => parseDeadLetterQuery(get({}), caller));
  const redriven = await problemOf(() => parseRedrive(aHttpRequest({ json: { instanceId: INSTANCE_ID } }), caller));
  expect([asked, redriven].map(({ status, code }) => ({ status, code }))).toEqual([
    { status: 404, code: "UnknownInstance" },
    { status: 404, code: "UnknownInstance" },
  ]);
});

test("an operator may ask for everybody's, in the list and in a redrive; others are answered 403", async () => {
  const json = { instanceId: INSTANCE_ID, of: "everybody" };
  expect(parseDeadLetterQuery(get({ of: "everybody" }), aCaller()).filter).toEqual({ instanceId: INSTANCE_ID });
  expect((await parseRedrive(aHttpRequest({ json }), aCaller())).filter).toEqual({ instanceId: INSTANCE_ID });
  const caller = aCaller({ roles: ["subscribe"] });
  const asked = await problemOf(() => parseDeadLetterQuery(get({ of: "everybody" }), caller));
  const redriven = await problemOf(() => parseRedrive(aHttpRequest({ json }), caller));
  expect([asked.status, redriven.status]).toEqual([403, 403]);
  expect(parseDeadLetterQuery(get({ of: "own" }), caller).filter).toMatchObject({ connection: caller.connection });
});

test("an operator of some instances has to name one of them to ask for poison, which else is of all", async () => {
  const caller = aCaller({ instances: [INSTANCE_ID] });
  const kind = "poison";
  const asked = await problemOf(() => parseDeadLetterQuery(aHttpRequest({ method: "GET", query: { kind } }), caller));
  const redriven = await problemOf(() => parseRedrive(aHttpRequest({ json: { kind } }), caller));
  expect([asked, redriven].map(({ status, options }) => `${status} ${options.target}`)).toEqual([
    "400 instanceId",
    "400 instanceId",
  ]);
  expect(parseDeadLetterQuery(get({ kind }), caller).filter).toEqual({ kind, instanceId: INSTANCE_ID });
});
