import { type HttpResponseInit } from "@azure/functions";
import { isAsPublished } from "../../http/isAsPublished";
import { must } from "../target";

/** A route's schemas by status; null: no body. */
type Answers = Readonly<Record<number, object | null>>;

/** 502, 503 and 504 are for a source that fails; a 500 is never right. `said`: what was logged as an error. */
export function checkAnswer(answered: HttpResponseInit, answers: Answers, said: readonly string[]): void {
  const { status = 200, jsonBody, headers } = answered;
  must(status !== 500 && status <= 504, `answered ${status}: ${said.join(" ")}`);
  const text = JSON.stringify(jsonBody ?? null);
  must(!/\bat .+\.[jt]s:\d+:\d+/.test(text), "the answer shows a stack");
  must(isAsPublished(answers, answered), `not as published: ${status} ${text.slice(0, 2_000)}`);
  for (const value of Object.values(headers ?? {})) must(!/[\r\n]/.test(String(value)), "a header with a line break");
}

export function nextLink({ jsonBody }: HttpResponseInit): string | undefined {
  const link = (jsonBody as Readonly<Record<string, unknown>> | undefined)?.["@odata.nextLink"];
  return typeof link === "string" ? link : undefined;
}
