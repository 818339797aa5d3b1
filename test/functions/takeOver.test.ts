import { readFileSync } from "node:fs";
import { join } from "node:path";
import { RECOVERY_SECONDS } from "../../shared/delivery/lease";
import { readDeliverySettings } from "../../shared/runtime/deliverySettings";
import { type Environment, createSettingReader } from "../../shared/runtime/settingReader";
import { registeredFunctions } from "../fakes/functionsCore";

const ROOT = join(__dirname, "../..");
const PROMISED_SECONDS = 60;

/** The interval of the registered timer `sweep`, in seconds. */
function sweepSeconds(): number {
  jest.requireActual(join(ROOT, "functions/sweep"));
  const [binding] = Object.values(registeredFunctions().get("sweep")?.metadata.bindings ?? {});
  const [, seconds] = /^\*\/(\d+) \* \* \* \* \*$/.exec(String(binding?.["schedule"])) ?? [];
  return Number(seconds);
}

/** The longest wait between two looks at a queue, which host.json gives in whole seconds. */
function longestQueueWait(): number {
  const { extensions } = JSON.parse(readFileSync(join(ROOT, "host.json"), "utf8")) as {
    readonly extensions: { readonly queues: { readonly maxPollingInterval: string } };
  };
  return Number(extensions.queues.maxPollingInterval.split(":")[2]);
}

/** From the death of a host that has just claimed a chunk until another takes it up, in the slower of the lanes. */
function takeOverSeconds(env: Environment): number {
  const problems: string[] = [];
  const { lanes } = readDeliverySettings(createSettingReader(env, problems));
  expect(problems).toEqual([]);
  const due = Math.max(RECOVERY_SECONDS, ...Object.values(lanes).map(({ leaseSeconds }) => leaseSeconds));
  return due + sweepSeconds() + longestQueueWait();
}

test.each<Environment>([
  {},
  { CALLBACK_DEADLINE_SECONDS: "1" },
  { CALLBACK_DEADLINE_SECONDS: "38" },
  { SLOW_CALLBACK_DEADLINE_SECONDS: "38" },
])("with %j what a host that died had in hand is taken up within a minute", (env) => {
  expect(takeOverSeconds(env)).toBeLessThanOrEqual(PROMISED_SECONDS);
});

test("a deadline of more than 38 s makes it later, as the guide says", () => {
  expect(takeOverSeconds({ SLOW_CALLBACK_DEADLINE_SECONDS: "39" })).toBeGreaterThan(PROMISED_SECONDS);
});
