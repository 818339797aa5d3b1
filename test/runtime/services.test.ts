import { type LogLine, parseTraceparent } from "../../shared/model/log";
import { createLog, services } from "../../shared/runtime/services";
import { codedErrorOf } from "../codedErrorOf";
import { aContext } from "../http/aHttpRequest";
import { EMULATOR } from "./someSettings";

const TRACE_ID = "0af7651916cd43dd8448eb211c80319c";

test("a line is logged as JSON and recorded as it is, and names its trace where there is one", () => {
  const { context, logged } = aContext();
  const recorded: LogLine[] = [];
  let traceparent: ReturnType<typeof parseTraceparent>;
  const log = createLog(context, { record: (line) => void recorded.push(line), traceparent: () => traceparent });
  log({ name: "poll.completed", outcome: "ok" });
  traceparent = parseTraceparent(`00-${TRACE_ID}-b7ad6b7169203331-01`);
  log({ name: "request.answered" }, "error");
  expect(logged).toEqual([
    { level: "information", text: `{"name":"poll.completed","outcome":"ok"}` },
    { level: "error", text: `{"name":"request.answered","traceId":"${TRACE_ID}"}` },
  ]);
  expect(recorded).toEqual([{ name: "poll.completed", outcome: "ok" }, { name: "request.answered" }]);
});

describe("settings that fail", () => {
  const before = process.env;
  afterEach(() => {
    process.env = before;
  });

  test("are read again by the next invocation, which works once they are resolved", () => {
    const { context } = aContext();
    process.env = { ...EMULATOR, API_KEYS: "@Microsoft.KeyVault(VaultName=contoso;SecretName=api-keys)" };
    for (const _ of [1, 2]) {
      const { code, message } = codedErrorOf(() => services(context));
      expect([code, message]).toEqual([
        "invalid-settings",
        expect.stringContaining("API_KEYS is a Key Vault reference"),
      ]);
    }
    process.env = { ...EMULATOR, API_KEYS: `flows:${"ab".repeat(32)}` };
    expect(services(context)).toHaveProperty("health");
  });
});
