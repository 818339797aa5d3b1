import { type QueueOutput } from "../hostedFunction";
import { type InvocationResponse, type TypedData } from "../worker/coreTypes";

export interface OutputValue {
  readonly output: QueueOutput;
  readonly data: TypedData;
}

/**
 * The value of each queue output. A function without a `$return` binding may return an object instead, whose
 * properties of an output's name replace that output.
 */
export function findOutputs(outputs: readonly QueueOutput[], response: InvocationResponse): OutputValue[] {
  const hasReturn = outputs.some(({ bindingName }) => bindingName === "$return");
  const returned = hasReturn ? {} : parseObject(response.returnValue);
  return outputs.flatMap((output) => {
    const data = findValue(output.bindingName, returned, response);
    return data ? [{ output, data }] : [];
  });
}

function findValue(
  name: string,
  returned: Record<string, unknown>,
  response: InvocationResponse,
): TypedData | null | undefined {
  if (name === "$return") return response.returnValue;
  if (Object.hasOwn(returned, name)) return toTypedData(returned[name]);
  return response.outputData?.find((output) => output.name === name)?.data;
}

function toTypedData(value: unknown): TypedData | undefined {
  if (value === null) return undefined;
  return typeof value === "string" ? { string: value } : { json: JSON.stringify(value) };
}

function parseObject(data: TypedData | null | undefined): Record<string, unknown> {
  if (data?.json === undefined) return {};
  const value: unknown = JSON.parse(data.json);
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
}
