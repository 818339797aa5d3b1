import { type HttpResponseInit } from "@azure/functions";
import { type Answer } from "../../model/delivery";
import { RequestProblem } from "../requestProblem";

const RETRY_SECONDS = 5;

/** 200 whatever the flow answered: the test was made, and this is what came of it. Throws 503 when there was no test. */
export function answerTest(answer: Answer | "no-turn"): HttpResponseInit {
  if (answer === "no-turn") throw noTurn();
  const { status, errorCode, error, durationMs } = answer;
  const accepted = status !== undefined && status >= 200 && status < 300;
  return {
    status: 200,
    jsonBody: {
      accepted,
      ...(status !== undefined && { status }),
      ...(errorCode !== undefined && { errorCode }),
      ...(error !== undefined && { error }),
      durationMs,
    },
  };
}

function noTurn(): RequestProblem {
  const message = "Too many calls to the flow's host are under way; the flow was not called. Try again.";
  return new RequestProblem(503, "ReceiverBusy", message, { retryAfterSeconds: RETRY_SECONDS });
}
