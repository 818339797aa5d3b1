import { RETRY_SCHEDULE_SECONDS } from "../../shared/delivery/retryPolicy";
import { readConfig } from "../../shared/runtime/readConfig";
import { readDeliverySettings } from "../../shared/runtime/deliverySettings";
import { type Environment, createSettingReader } from "../../shared/runtime/settingReader";
import { codedErrorOf } from "../codedErrorOf";
import { DEPLOYED, EMULATOR } from "./someSettings";

/** Both lists of hosts follow the same rules. */
const LISTS = [
  ["CALLBACK_ALLOWED_HOSTS", "allowedHosts"],
  ["PARTITION_ALLOWED_HOSTS", "partitionHosts"],
] as const;

const WHOLE = "localhost,127.0.0.1,[::1],.logic.azure.us";
const HOSTS = ["localhost", "127.0.0.1", "[::1]", ".logic.azure.us"];

describe.each(LISTS)("%s", (name, key) => {
  test.each([
    ["with the storage emulator", EMULATOR],
    ["in the host's development environment", { ...DEPLOYED, AZURE_FUNCTIONS_ENVIRONMENT: "Development" }],
  ])("takes whole host names %s", (_, env) => {
    expect(readConfig({ ...env, [name]: WHOLE })[key]).toEqual(HOSTS);
  });

  test.each([
    ["in a deployment", DEPLOYED],
    [
      "on App Service, whatever else is set",
      { ...EMULATOR, AZURE_FUNCTIONS_ENVIRONMENT: "Development", WEBSITE_INSTANCE_ID: "1f" },
    ],
  ])("refuses whole host names, which may be on this machine, %s", (_, env) => {
    expect(codedErrorOf(() => readConfig({ ...env, [name]: WHOLE })).message).toBe(
      `Wrong settings: ${name} must hold only suffixes with a leading dot: whole names are for development`,
    );
  });

  test("allows no host of this machine when it is absent, not even with the emulator", () => {
    const hosts = readConfig(EMULATOR)[key];
    expect(hosts).toHaveLength(2);
    for (const host of hosts) expect(host).toMatch(/^\.[a-z]+(?:\.[a-z]+)+$/);
  });

  test.each([
    ".",
    ".com",
    "..logic.azure.com",
    ".logic.azure.com.",
    ".*.azure.com",
    ".-a.com",
    ".logic azure.com",
    ".1:80",
  ])("refuses the suffix %s", (suffix) => {
    const message = codedErrorOf(() => readConfig({ ...DEPLOYED, [name]: suffix })).message;
    expect(message).toContain(`${name} must hold suffixes of at least two labels`);
  });

  test.each(["http://localhost", "localhost:7073", "localhost/x", "0x7f.1", "127.1", "user@localhost", "a b", "*"])(
    "refuses the whole name %s",
    (host) => {
      const message = codedErrorOf(() => readConfig({ ...EMULATOR, [name]: host })).message;
      expect(message).toContain(`${name} must hold host names without scheme, port or path`);
    },
  );
});

test("without the settings, callbacks go to flows and files come from storage, in the public cloud", () => {
  expect(readConfig(EMULATOR)).toMatchObject({
    allowedHosts: [".api.powerplatform.com", ".logic.azure.com"],
    partitionHosts: [".dfs.core.windows.net", ".blob.core.windows.net"],
  });
});

function read(env: Environment): { readonly settings: ReturnType<typeof readDeliverySettings>; problems: string[] } {
  const problems: string[] = [];
  return { settings: readDeliverySettings(createSettingReader(env, problems)), problems };
}

test.each<[Environment, number[], number[]]>([
  [{}, [10, 15], [30, 35]],
  [{ CALLBACK_DEADLINE_SECONDS: "3" }, [3, 8], [30, 35]],
  [{ CALLBACK_DEADLINE_SECONDS: "60" }, [60, 65], [60, 65]],
  [{ SLOW_CALLBACK_DEADLINE_SECONDS: "90", SLOW_CALLBACK_LEASE_SECONDS: "91" }, [10, 15], [90, 92.5]],
  [{ CALLBACK_LEASE_SECONDS: "300" }, [10, 300], [30, 35]],
])("with %j deadline and lease are %j, and %j in the slow lane", (env, ...expected) => {
  const { settings, problems } = read(env);
  const { normal, slow } = settings.lanes;
  expect([normal, slow].map(({ deadlineSeconds, leaseSeconds }) => [deadlineSeconds, leaseSeconds])).toEqual(expected);
  expect(problems).toEqual([]);
});

test("a host is called by at most 16 at once, or as many as is set", () => {
  expect(read({}).settings.mostPerHost).toBe(16);
  expect(read({ CALLBACK_MAX_PER_HOST: "100" }).settings.mostPerHost).toBe(100);
  expect(read({ CALLBACK_MAX_PER_HOST: "0" }).problems).toEqual([
    "CALLBACK_MAX_PER_HOST must be a whole number from 1 to 1024",
  ]);
});

test("retries come after the waits that are set, one for each", () => {
  expect(read({ RETRY_SCHEDULE_SECONDS: " 1, 60,604800 " })).toMatchObject({
    settings: { retrySchedule: [1, 60, 604_800] },
    problems: [],
  });
  expect(read({ RETRY_SCHEDULE_SECONDS: "" }).settings.retrySchedule).toEqual(RETRY_SCHEDULE_SECONDS);
});

test.each(["0", "604801", "5,soon", "5,-1", "5,Infinity", " , ", Array.from({ length: 101 }, () => "5").join()])(
  "the schedule %j is refused",
  (RETRY_SCHEDULE) => {
    const { problems } = read({ RETRY_SCHEDULE_SECONDS: RETRY_SCHEDULE });
    expect(problems).toEqual(["RETRY_SCHEDULE_SECONDS must be 1 to 100 waits, each from 1 to 604800 seconds"]);
  },
);

test.each([
  ["CALLBACK", "10", "10"],
  ["CALLBACK", "10", "9.9"],
  ["SLOW_CALLBACK", "30", "30"],
  ["SLOW_CALLBACK", "120", "5"],
])("invariant 6: %s with a deadline of %s and a lease of %s is refused", (prefix, deadline, lease) => {
  const env = { [`${prefix}_DEADLINE_SECONDS`]: deadline, [`${prefix}_LEASE_SECONDS`]: lease };
  expect(read(env).problems).toEqual([`${prefix}_LEASE_SECONDS must be more than ${prefix}_DEADLINE_SECONDS`]);
});
