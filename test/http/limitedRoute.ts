import { unseen } from "../builders/unseen";
import { type HttpResponseInit } from "@azure/functions";
import { answer } from "../../shared/http/answer";
import { type AnswerPorts } from "../../shared/http/ports";
import { aCaller } from "../builders/aCaller";
import { aContext, aHttpRequest } from "./aHttpRequest";

type Logged = ReturnType<typeof aContext>["logged"];

const identifyCaller: AnswerPorts["identifyCaller"] = async () => ({ outcome: "known", caller: aCaller() });

/** The answer of a route to a known caller, and the lines that it logs. */
export async function limitedRoute(
  { callLimit }: Pick<AnswerPorts, "callLimit">,
  handle: () => Promise<HttpResponseInit>,
): Promise<{ response: HttpResponseInit; logged: Logged }> {
  const { context, logged } = aContext();
  const deps: AnswerPorts = { callLimit, identifyCaller, ...unseen(context) };
  const request = aHttpRequest({ headers: { "x-api-key": "key".padEnd(43, "-") } });
  return { response: await answer(request, context, { role: "read", services: () => deps }, handle), logged };
}
