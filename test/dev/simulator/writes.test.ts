import { type SimulatorUnderTest, withSimulator } from "./withSimulator";

const DAY_SECONDS = 86_400;

async function open(simulator: SimulatorUnderTest) {
  const [instance] = await simulator.get<{ instanceId: string }[]>("instances");
  const path = `instances/${instance?.instanceId}/data`;
  const { value } = await simulator.get<{ value: { CustomerId: string; Email: string }[] }>(`${path}/Customer?$top=1`);
  const { CustomerId = "", Email = "" } = value[0] ?? {};
  return {
    customerId: CustomerId,
    email: Email,
    send: (method: string, to: string, body: unknown) =>
      simulator.call(`v1/${path}/${to}`, { method, body: JSON.stringify(body) }),
    find: async (table: string, filter: string) =>
      (await simulator.get<{ value: Record<string, unknown>[] }>(`${path}/${table}?$filter=${filter}`)).value,
  };
}

test.each([
  ["an object", (body: object): unknown => body],
  ["JSON text in a JSON string", (body: object): unknown => JSON.stringify(body)],
])("a profile is updated by %s, for four hours", (_, wrap) =>
  withSimulator(async (simulator) => {
    const { send, find, customerId, email } = await open(simulator);
    const response = await send("PATCH", `Customer/${customerId}`, wrap({ email: "new@contoso.example" }));
    expect([response.status, await response.text()]).toEqual([204, ""]);
    const filter = `CustomerId eq '${customerId}'`;
    expect(await find("Customer", filter)).toMatchObject([{ Email: "new@contoso.example", CustomerId: customerId }]);
    await simulator.control("POST", "clock", { advanceSeconds: 4 * 3600 });
    expect(await find("Customer", filter)).toMatchObject([{ Email: email }]);
  }),
);

test("an activity is created once and lives for 30 days", () =>
  withSimulator(async (simulator) => {
    const { send, find, customerId } = await open(simulator);
    const row = { ActivityId: "new-1", CustomerId: customerId, ActivityType: "Purchase", Amount: 3 };
    expect((await send("POST", "UnifiedActivity", row)).status).toBe(201);
    expect((await send("POST", "UnifiedActivity", row)).status).toBe(409);
    expect(await find("UnifiedActivity", "ActivityId eq 'new-1'")).toMatchObject([{ ...row, Title: null }]);
    await simulator.control("POST", "clock", { advanceSeconds: 30 * DAY_SECONDS });
    expect(await find("UnifiedActivity", "ActivityId eq 'new-1'")).toEqual([]);
    expect((await send("POST", "UnifiedActivity", row)).status).toBe(201);
  }));

test.each([
  ["POST Customer", { CustomerId: "new" }, 400, "entityName"],
  ["POST Nothing", { Id: "new" }, 400, "entityName"],
  ["POST UnifiedActivity", { Title: "no key" }, 400, "ActivityId"],
  ["POST UnifiedActivity", { ActivityId: "x", Nothing: 1 }, 400, "Nothing"],
  ["POST UnifiedActivity", { ActivityId: "x", Amount: "1" }, 400, "Amount"],
  ["POST UnifiedActivity", [], 400, "body"],
  ["POST UnifiedActivity?validUntil=2026-02-05T08:00:01Z", { ActivityId: "x" }, 400, "validUntil"],
  ["POST UnifiedActivity?validUntil=2020-01-01T00:00:00Z", { ActivityId: "x" }, 400, "validUntil"],
  ["POST UnifiedActivity?validUntil=soon", { ActivityId: "x" }, 400, "validUntil"],
  ["PATCH Customer/nobody", { Email: null }, 404, "entityId"],
  ["PATCH UnifiedActivity/AC-00001", { Title: "x" }, 404, "entityId"],
  ["PATCH Customer/{id}", { CustomerId: "other" }, 400, "CustomerId"],
])("%s with %j is refused", (request, body, status, target) =>
  withSimulator(async (simulator) => {
    const { send, customerId } = await open(simulator);
    const [method = "", to = ""] = request.replace("{id}", customerId).split(" ");
    const response = await send(method, to, body);
    expect([response.status, await response.json()]).toEqual([status, expect.objectContaining({ target })]);
  }),
);
