import { resolve } from "node:path";
import { HOST_USAGE, parseHostOptions } from "../../../../dev/host/settings/hostOptions";

test("without flags everything has its default", () => {
  expect(parseHostOptions([], {})).toEqual({
    port: undefined,
    appDirectory: process.cwd(),
    settingsDirectory: process.cwd(),
    settingsFile: undefined,
    isAuthEnabled: false,
    key: undefined,
    cors: undefined,
    messageLockSeconds: 600,
    isStrict: true,
    timerStatusFile: undefined,
  });
});

test("flags are read, and win over HOST_PORT", () => {
  const args = "--port 0 --app x --enable-auth --key k --message-lock-seconds 5 --lenient --timer-status t.json";
  expect(parseHostOptions(args.split(" "), { HOST_PORT: "7000" })).toMatchObject({
    port: 0,
    appDirectory: resolve("x"),
    isAuthEnabled: true,
    key: "k",
    messageLockSeconds: 5,
    isStrict: false,
    timerStatusFile: resolve("t.json"),
  });
});

test("--bundle runs the app's package with the app's own settings", () => {
  expect(parseHostOptions(["--app", "x", "--bundle"], {})).toMatchObject({
    appDirectory: resolve("x/dist/package"),
    settingsDirectory: resolve("x"),
  });
});

test("HOST_PORT is the default of --port", () => {
  expect(parseHostOptions([], { HOST_PORT: "7000" })).toMatchObject({ port: 7000 });
});

test.each([
  [["--prot", "1"], "unknown option --prot"],
  [["start"], "unknown option start"],
  [["--key", "k"], "--key needs --enable-auth"],
  [["--port", "x"], '--port must be a port from 0 (any free one) to 65535, got "x"'],
  [["--port", "65536"], "--port must be"],
  [["--message-lock-seconds", "0"], "--message-lock-seconds must be a whole number from 1 to 604800"],
])("%j is refused", (args, message) => {
  expect(() => parseHostOptions(args, {})).toThrow(message);
});

test("a bad HOST_PORT is named", () => {
  expect(() => parseHostOptions([], { HOST_PORT: "http" })).toThrow("HOST_PORT must be");
});

test("help is asked for, and lists every flag", () => {
  expect(parseHostOptions(["--help"], {})).toBe("help");
  expect(HOST_USAGE).toContain("--message-lock-seconds <number>");
});
