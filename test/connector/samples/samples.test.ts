import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { readPackage } from "../../../connector/check/checkPackage";
import { operationsOf, resolve } from "../../../connector/check/definition/operations";
import { type SampleFlow, namedIn, readFlow, sampleFile } from "./readFlow";

const { definition } = readPackage(join(__dirname, "../../../connector"));
const SAMPLES = readdirSync(sampleFile("", ""));

function triggerOf(flow: SampleFlow) {
  const [step] = Object.values(flow.properties.definition.triggers);
  if (!step || typeof step.inputs === "string") throw new Error("no trigger");
  const { host, parameters } = step.inputs;
  const declared = operationsOf(definition).find(({ operation }) => operation.operationId === host.operationId);
  if (!declared) throw new Error(`no operation ${host.operationId}`);
  return { step, parameters, declared };
}

test("there are a sample for failed refreshes and one for segments", () => {
  expect(SAMPLES.map((name) => triggerOf(readFlow(name)).declared.name).toSorted()).toEqual([
    "DataSourceRefreshFailed",
    "SegmentThresholdCrossed",
  ]);
});

describe.each(SAMPLES)("%s", (name) => {
  const flow = readFlow(name);
  const { triggers, actions, parameters } = flow.properties.definition;

  test("starts by one webhook trigger of ours", () => {
    const { step, declared } = triggerOf(flow);
    expect(Object.keys(triggers)).toHaveLength(1);
    expect(step.type).toBe("OpenApiConnectionWebhook");
    expect(declared.operation["x-ms-trigger"]).toBe("single");
  });

  test("fills in what the trigger asks for, and nothing else", () => {
    const { declared, parameters: given } = triggerOf(flow);
    const body = declared.parameters.find((each) => each.in === "body");
    const { properties = {}, required = [] } = body?.schema ?? {};
    const visible = Object.keys(properties).filter((each) => properties[each]?.["x-ms-visibility"] !== "internal");
    const allowed = ["instanceId", ...visible.map((each) => `body/${each}`)];
    const needed = ["instanceId", ...required.filter((each) => visible.includes(each)).map((each) => `body/${each}`)];
    expect(allowed).toEqual(expect.arrayContaining(Object.keys(given)));
    expect(Object.keys(given)).toEqual(expect.arrayContaining(needed));
  });

  test("reads only what the trigger tells", () => {
    const { declared } = triggerOf(flow);
    const told = resolve(definition, declared.pathItem["x-ms-notification-content"]?.schema ?? {});
    const read = namedIn(flow, "trigger");
    expect(read.length).toBeGreaterThan(3);
    expect(Object.keys(told.properties ?? {})).toEqual(expect.arrayContaining([...read]));
  });

  test("names only parameters, actions and connections that it has", () => {
    expect(Object.keys(parameters)).toEqual(expect.arrayContaining([...namedIn(flow, "parameters")]));
    const after = Object.values(actions).flatMap(({ runAfter = {} }) => Object.keys(runAfter));
    expect(Object.keys(actions)).toEqual(expect.arrayContaining([...after, ...namedIn(flow, "outputs")]));
    const steps = [...Object.values(triggers), ...Object.values(actions)];
    const hosts = steps.flatMap(({ inputs }) => (typeof inputs === "string" ? [] : [inputs.host]));
    for (const { connectionName, apiId } of hosts) {
      expect(apiId).toBe(`/providers/Microsoft.PowerApps/apis/${connectionName}`);
      expect(flow.properties.connectionReferences[connectionName]?.api.name).toBe(connectionName);
    }
  });

  test("is a workflow definition with values for its parameters and a README that names them", () => {
    expect(flow.properties.definition.$schema).toContain("2016-06-01/workflowdefinition.json");
    const readme = readFileSync(sampleFile(name, "README.md"), "utf8");
    const own = Object.entries(parameters).filter(([each]) => !each.startsWith("$"));
    for (const [each, { defaultValue }] of own) {
      expect(defaultValue).toBeDefined();
      expect(readme).toContain(`\`${each}\``);
    }
  });
});
