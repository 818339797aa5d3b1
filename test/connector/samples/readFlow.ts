import { readFileSync } from "node:fs";
import { join } from "node:path";

interface Step {
  readonly type: string;
  readonly runAfter?: Readonly<Record<string, readonly string[]>>;
  readonly inputs:
    | string
    | {
        readonly host: { readonly connectionName: string; readonly operationId: string; readonly apiId: string };
        readonly parameters: Readonly<Record<string, string>>;
      };
}

export interface SampleFlow {
  readonly schemaVersion: string;
  readonly properties: {
    readonly connectionReferences: Readonly<Record<string, { readonly api: { readonly name: string } }>>;
    readonly definition: {
      readonly $schema: string;
      readonly contentVersion: string;
      readonly parameters: Readonly<Record<string, { readonly type: string; readonly defaultValue: unknown }>>;
      readonly triggers: Readonly<Record<string, Step>>;
      readonly actions: Readonly<Record<string, Step>>;
    };
  };
}

export function readFlow(name: string): SampleFlow {
  return JSON.parse(readFileSync(sampleFile(name, "definition.json"), "utf8")) as SampleFlow;
}

export function sampleFile(name: string, file: string): string {
  return join(__dirname, "../../../connector/samples", name, file);
}

/** What `triggerOutputs()?['body/…']`, `parameters('…')` or `outputs('…')` name in it. */
export function namedIn(flow: SampleFlow, expression: "trigger" | "parameters" | "outputs"): readonly string[] {
  const text = JSON.stringify(flow.properties.definition);
  const pattern =
    expression === "trigger"
      ? /triggerOutputs\(\)\?\['body\/([^']+)'\]/g
      : new RegExp(`${expression}\\('([^']+)'\\)`, "g");
  return [...text.matchAll(pattern)].map(([, name]) => name ?? "");
}
