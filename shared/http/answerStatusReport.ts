import { type HttpResponseInit } from "@azure/functions";
import { type StatusRequest, type StatusResult } from "../operations/statusReport";
import { unknownInstance } from "./requireInstance";
import { sourceUnavailable } from "./sourceUnavailable";

/** 200 with the report; throws a problem when there is none. */
export function answerStatusReport({ instanceId }: StatusRequest, result: StatusResult): HttpResponseInit {
  if (result.outcome === "unknown-instance") throw unknownInstance(instanceId);
  if (result.outcome === "source-failed") throw sourceUnavailable(result.failure);
  return { status: 200, jsonBody: result.report };
}
