import { type SimulatorUnderTest, withSimulator } from "./withSimulator";

interface Proxy {
  readonly httpRequests: readonly { readonly uri: string; readonly headers: Readonly<Record<string, string>> }[];
}

async function readProxy({ get }: SimulatorUnderTest, table: string): Promise<Proxy["httpRequests"]> {
  const [instance] = await get<{ instanceId: string }[]>("instances");
  const path = `instances/${instance?.instanceId}/data/${table}?$select=*&proxy=true`;
  return (await get<Proxy>(path)).httpRequests;
}

test("a table is read from its files, which have no header row", () =>
  withSimulator(async (simulator) => {
    const requests = await readProxy(simulator, "Customer");
    const files = await Promise.all(requests.map(async ({ uri, headers }) => (await fetch(uri, { headers })).text()));
    const lines = files.flatMap((file) => file.trimEnd().split("\r\n"));
    expect(requests).toHaveLength(2);
    expect(lines).toHaveLength(300);
    expect(lines[0]).toMatch(/^[0-9a-f]{32},/);
  }));

test("fields with commas and quotes are quoted", () =>
  withSimulator(async (simulator) => {
    const [request] = await readProxy(simulator, "Surveys_Responses");
    const text = await (await fetch(request?.uri ?? "", { headers: request?.headers ?? {} })).text();
    expect(text).toContain('"It said ""gift wrapped"""');
    expect(text).toContain('"Quick, friendly service"');
  }));

test("a segment's file begins with a header row", () =>
  withSimulator(async (simulator) => {
    const [request] = await readProxy(simulator, "ChurnRisk");
    const text = await (await fetch(request?.uri ?? "", { headers: request?.headers ?? {} })).text();
    expect(text.split("\r\n")[0]).toBe("CustomerId");
  }));

test("a table without rows has no files", () =>
  withSimulator(async (simulator) => {
    expect(await readProxy(simulator, "Partners_PartnerContacts")).toEqual([]);
  }));

test("a file is refused without its headers, with a token and with another signature", () =>
  withSimulator(async (simulator) => {
    const [request] = await readProxy(simulator, "Customer");
    const { uri = "", headers = {} } = request ?? {};
    const statuses = await Promise.all([
      fetch(uri),
      fetch(uri, { headers: { ...headers, authorization: "Bearer simulator-token" } }),
      fetch(uri.replace(/sig=.*/, "sig=0"), { headers }),
      fetch(uri.replace("part-00000", "part-00009"), { headers }),
      fetch(uri.replace("Customer", "No%thing"), { headers }),
    ]);
    expect(statuses.map(({ status }) => status)).toEqual([403, 403, 403, 403, 404]);
  }));

test("a file is given from a byte on, with the ETag of the whole", () =>
  withSimulator(async (simulator) => {
    const [{ uri, headers } = { uri: "", headers: {} }] = await readProxy(simulator, "Customer");
    const from = async (range: string): Promise<Response> => fetch(uri, { headers: { ...headers, range } });
    const whole = await fetch(uri, { headers });
    const text = await whole.text();
    const [part, past] = await Promise.all([from("bytes=100-"), from(`bytes=${text.length}-`)]);
    expect([part.status, await part.text()]).toEqual([206, text.slice(100)]);
    expect(part.headers.get("content-range")).toBe(`bytes 100-${text.length - 1}/${text.length}`);
    expect(part.headers.get("etag")).toBe(whole.headers.get("etag"));
    expect([past.status, past.headers.get("content-range")]).toEqual([416, `bytes */${text.length}`]);
    await simulator.control("POST", "scene", { fileRanges: false });
    expect((await from("bytes=100-")).status).toBe(200);
  }));
