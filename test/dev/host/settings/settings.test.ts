import { applySettings, readLocalSettings } from "../../../../dev/host/settings/configuration";
import { findSetting, isDisabled, parseTimeSpan, resolveNames } from "../../../../dev/host/settings/settings";

const read = (content: object) => readLocalSettings(JSON.stringify({ IsEncrypted: false, ...content }), "local.json");

test("values become variables, connection strings with their prefix, empty names and nulls not", () => {
  const content = { Values: { A: "1", B: null, "": "x", C: 2, D: true }, ConnectionStrings: { Db: "s" } };
  expect(read(content).values).toEqual({ A: "1", C: "2", D: "True", "ConnectionStrings:Db": "s" });
});

test("the host's own settings are read", () => {
  const { cors, corsCredentials, port } = read({ Host: { CORS: "*", CORSCredentials: true, LocalHttpPort: 7072 } });
  expect({ cors, corsCredentials, port }).toEqual({ cors: "*", corsCredentials: true, port: 7072 });
});

test.each([
  [{ IsEncrypted: undefined }, 'local.json: set "IsEncrypted" to false (absent means true)'],
  [{ Values: ["x"] }, "local.json: Values must be an object."],
  [{ Values: { A: {} } }, "local.json: A must be a string."],
])("%j is refused", (content, message) => {
  expect(() => read(content)).toThrow(message);
});

test("a variable that exists and is not empty wins over the file", () => {
  const env: NodeJS.ProcessEnv = { A: "shell", B: "" };
  applySettings({ A: "file", B: "file", C: "file", AZURE_FUNCTIONS_ENVIRONMENT: "Production" }, env);
  expect(env).toEqual({ A: "shell", B: "file", C: "file", AZURE_FUNCTIONS_ENVIRONMENT: "Development" });
});

test.each([
  ["NAME", "1"],
  ["name", "1"],
  ["Section:Key", "2"],
  ["section__key", "2"],
  ["EMPTY", undefined],
  ["OTHER", undefined],
])("the setting %s is %s", (name, expected) => {
  expect(findSetting({ Name: "1", Section__Key: "2", EMPTY: "" }, name)).toBe(expected);
});

test("each %NAME% is replaced", () => {
  expect(resolveNames("%a%-x-%B%", "route", { A: "1", B: "2" })).toBe("1-x-2");
});

test("a %NAME% that is not set is an error that names the option", () => {
  expect(() => resolveNames("%TICK%", "schedule", {})).toThrow("schedule: '%TICK%' does not resolve to a value.");
});

test.each([
  [{ "AzureWebJobs.purge.Disabled": "true" }, true],
  [{ AzureWebJobs_purge_Disabled: "1" }, true],
  [{ "AzureWebJobs.purge.Disabled": "false" }, false],
  [{ "AzureWebJobs.sweep.Disabled": "true" }, false],
])("with %j the function purge is disabled: %s", (settings, expected) => {
  expect(isDisabled("purge", settings)).toBe(expected);
});

test.each([
  ["00:00:30", 30_000],
  ["1.02:03:04", 93_784_000],
  ["00:00:00.5", 500],
  ["02:03", 7_380_000],
  ["00:60:00", undefined],
  ["30", undefined],
  ["", undefined],
])("the time span %s is %s ms", (text, expected) => {
  expect(parseTimeSpan(text)).toBe(expected);
});
