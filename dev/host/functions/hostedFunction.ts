/** A function as the host runs it: its trigger and outputs, read from what the app registered. */
import { type Settings, isDisabled, readQueueName, resolveNames } from "../settings/settings";
import { type Binding, type RegisteredFunction } from "../worker/coreTypes";

interface FunctionBase {
  readonly name: string;
  readonly registered: RegisteredFunction;
  /** The name of the binding that starts the function. */
  readonly inputName: string;
  readonly isDisabled: boolean;
  readonly queueOutputs: readonly QueueOutput[];
}

/** `bindingName` is `$return` for the value that the function returns. */
export interface QueueOutput {
  readonly bindingName: string;
  readonly queueName: string;
  readonly connection: string;
}

export type AuthLevel = "anonymous" | "function" | "admin";

export interface HttpFunction extends FunctionBase {
  readonly kind: "http";
  /** The route does not include the prefix of host.json. */
  readonly route: string;
  /** HTTP methods in upper case. */
  readonly methods: readonly string[];
  readonly authLevel: AuthLevel;
  /** The name of the binding that holds the response. */
  readonly responseName: string;
}

export interface TimerFunction extends FunctionBase {
  readonly kind: "timer";
  readonly schedule: string;
  readonly runOnStartup: boolean;
  readonly useMonitor: boolean;
}

export interface QueueFunction extends FunctionBase {
  readonly kind: "queue";
  readonly queueName: string;
  readonly connection: string;
  readonly isBinary: boolean;
}

export type HostedFunction = HttpFunction | TimerFunction | QueueFunction;

const NAME = /^[a-z][a-z0-9_-]{0,127}$/i;

type Base = Omit<HttpFunction, "kind" | "route" | "methods" | "authLevel" | "responseName">;

/** Reads one registration, whose binding types are known to be supported. Throws saying what is wrong. */
export function toHostedFunction(registered: RegisteredFunction, settings: Settings): HostedFunction {
  const { name, bindings } = registered.metadata;
  if (!NAME.test(name) || name.toLowerCase() === "host")
    throw new Error(`the name must match ${NAME.source} and not be "host".`);
  const [inputName, input] = findInput(bindings);
  const base: Base = {
    name,
    registered,
    inputName,
    isDisabled: isDisabled(name, settings),
    queueOutputs: readQueueOutputs(bindings, settings),
  };
  switch (input.type.toLowerCase()) {
    case "httptrigger":
      return toHttpFunction(base, input, settings);
    case "timertrigger":
      return toTimerFunction(base, input, settings);
    default:
      return toQueueFunction(base, input, settings);
  }
}

function findInput(bindings: Readonly<Record<string, Binding>>): [string, Binding] {
  const found = Object.entries(bindings).find(([, { type }]) => /trigger$/i.test(type));
  if (!found) throw new Error("no binding starts it.");
  return found;
}

const DEFAULT_CONNECTION = "AzureWebJobsStorage";

function readQueueOutputs(bindings: Readonly<Record<string, Binding>>, settings: Settings): QueueOutput[] {
  return Object.entries(bindings)
    .filter(([, { type, direction }]) => direction === "out" && type.toLowerCase() === "queue")
    .map(([bindingName, output]) => ({
      bindingName,
      queueName: readQueueName(readText(output, "queueName"), settings),
      connection: readText(output, "connection") ?? DEFAULT_CONNECTION,
    }));
}

function readText(binding: Binding, option: string): string | undefined {
  const value = binding[option];
  return typeof value === "string" && value !== "" ? value : undefined;
}

function toHttpFunction(base: Base, input: Binding, settings: Settings): HttpFunction {
  const methods = Array.isArray(input["methods"]) ? input["methods"].map((method) => String(method).toUpperCase()) : [];
  const outputs = Object.entries(base.registered.metadata.bindings);
  return {
    ...base,
    kind: "http",
    route: resolveNames(readText(input, "route") ?? base.name, "route", settings),
    methods,
    authLevel: readAuthLevel(input),
    responseName:
      outputs.find(([, { type, direction }]) => direction === "out" && /^http$/i.test(type))?.[0] ?? "$return",
  };
}

function readAuthLevel(input: Binding): AuthLevel {
  const level = (readText(input, "authLevel") ?? "function").toLowerCase();
  if (level === "anonymous" || level === "function" || level === "admin") return level;
  throw new Error(`authLevel "${level}" is not anonymous, function or admin.`);
}

function toTimerFunction(base: Base, input: Binding, settings: Settings): TimerFunction {
  const schedule = readText(input, "schedule");
  if (schedule === undefined) throw new Error("schedule is missing.");
  return {
    ...base,
    kind: "timer",
    schedule: resolveNames(schedule, "schedule", settings),
    runOnStartup: input["runOnStartup"] === true,
    useMonitor: input["useMonitor"] !== false,
  };
}

function toQueueFunction(base: Base, input: Binding, settings: Settings): QueueFunction {
  return {
    ...base,
    kind: "queue",
    queueName: readQueueName(readText(input, "queueName"), settings),
    connection: readText(input, "connection") ?? DEFAULT_CONNECTION,
    isBinary: ["binary", "stream"].includes(readText(input, "dataType")?.toLowerCase() ?? ""),
  };
}
