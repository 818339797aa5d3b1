import { type HttpResponseInit } from "@azure/functions";
import { type Answer } from "../../model/delivery";

/** 200 whatever the flow answered: the test was made, and this is what came of it. */
export function answerTest({ status, errorCode, error, durationMs }: Answer): HttpResponseInit {
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
