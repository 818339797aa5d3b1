import { type HttpResponseInit } from "@azure/functions";
import { type Lookup } from "../../reads/lookups/lookup";
import { unknownInstance } from "../requireInstance";
import { sourceUnavailable } from "../sourceUnavailable";

/** 200 with the whole list as `value`; throws a problem when there is none. */
export function answerLookup<T>(lookup: Lookup<T>, instanceId = ""): HttpResponseInit {
  if (lookup.outcome === "unknown-instance") throw unknownInstance(instanceId);
  if (lookup.outcome === "source-failed") throw sourceUnavailable(lookup.failure);
  return { status: 200, jsonBody: { value: lookup.items } };
}
