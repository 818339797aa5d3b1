import { describeOptions, readOptions } from "../../../dev/options/options";
import { parsePort } from "../../../dev/options/ports";

const OPTIONS = {
  "flow-port": { value: "<port>", env: "FLOW_PORT", help: "default 7073" },
  persist: { value: "<folder>", withoutValue: ".azurite", help: "keep everything" },
  verbose: { help: "all lines" },
} as const;
const read = (args: readonly string[], env: NodeJS.ProcessEnv = {}): unknown => readOptions(OPTIONS, args, env);

test.each([
  [["--flow-port", "7"], {}, { "flow-port": { value: "7", from: "--flow-port" } }],
  [["--flow-port=7"], {}, { "flow-port": { value: "7", from: "--flow-port" } }],
  [[], { FLOW_PORT: "8" }, { "flow-port": { value: "8", from: "FLOW_PORT" } }],
  [[], { FLOW_PORT: "" }, {}],
  [["--flow-port", "7"], { FLOW_PORT: "8" }, { "flow-port": { value: "7", from: "--flow-port" } }],
  [["--persist"], {}, { persist: { value: ".azurite", from: "--persist" } }],
  [
    ["--persist", "--verbose"],
    {},
    { persist: { value: ".azurite", from: "--persist" }, verbose: { value: "", from: "--verbose" } },
  ],
  [["--persist", "here"], {}, { persist: { value: "here", from: "--persist" } }],
])("%j with environment %j gives %j", (args, env, expected) => {
  expect(read(args, env)).toEqual(expected);
});

test.each([
  [["--port", "7"], "unknown option --port"],
  [["flow-port"], "unknown option flow-port"],
  [["--constructor"], "unknown option --constructor"],
  [["-v"], "unknown option -v"],
  [["--flow-port"], "--flow-port needs a value: --flow-port <port>"],
  [["--flow-port="], "--flow-port needs a value: --flow-port <port>"],
  [["--persist="], "--persist needs a value: --persist <folder>"],
  [["--flow-port", "--verbose"], "--flow-port needs a value: --flow-port <port>"],
  [["--verbose=yes"], '--verbose takes no value, got "yes"'],
])("%j is refused: %s", (args, message) => {
  expect(() => read(args)).toThrow(message);
});

test.each(["x", "-1", "65536", "1.5", "1e3", " 7"])("port %j is refused with the name of what gave it", (value) => {
  expect(() => parsePort({ value, from: "FLOW_PORT" }, 1)).toThrow("FLOW_PORT must be a port from 0");
});

test("a port that is not given is the default", () => {
  expect(parsePort(undefined, 7073)).toBe(7073);
  expect(parsePort({ value: "0", from: "--flow-port" }, 7073)).toBe(0);
});

test("the options are described in a table with their environment variables", () => {
  expect(describeOptions(OPTIONS).split("\n")).toEqual([
    "  --flow-port <port>    default 7073 (environment: FLOW_PORT)",
    "  --persist [<folder>]  keep everything",
    "  --verbose             all lines",
  ]);
});
