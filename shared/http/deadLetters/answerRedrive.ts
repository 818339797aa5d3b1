import { type HttpResponseInit } from "@azure/functions";
import { type RedriveResult } from "../../delivery/deadLetters/redriveDeadLetters";

export function answerRedrive(result: RedriveResult): HttpResponseInit {
  return result.outcome === "counted"
    ? { status: 200, jsonBody: { count: result.count } }
    : { status: 202, jsonBody: { redriveId: result.redriveId } };
}
