import { sourceUnavailable } from "../../shared/http/sourceUnavailable";
import { type SourceFailure } from "../../shared/model/sourceAnswer";

test.each<[Omit<SourceFailure, "message">, number, string, number | undefined]>([
  [{ kind: "throttled", status: 429, retryAfterSeconds: 7 }, 503, "SourceUnavailable", 7],
  [{ kind: "throttled" }, 503, "SourceUnavailable", 30],
  [{ kind: "unavailable", status: 503 }, 503, "SourceUnavailable", 30],
  [{ kind: "unavailable", status: 500, retryAfterSeconds: 9 }, 503, "SourceUnavailable", 9],
  [{ kind: "unavailable", status: 500 }, 502, "SourceFailed", undefined],
  [{ kind: "unauthorized", status: 401 }, 502, "SourceFailed", undefined],
  [{ kind: "rejected", status: 400 }, 502, "SourceFailed", undefined],
  [{ kind: "unreachable" }, 502, "SourceFailed", undefined],
  [{ kind: "malformed", status: 200 }, 502, "SourceAnswerInvalid", undefined],
  [{ kind: "timed-out" }, 504, "SourceTimedOut", undefined],
])(
  "a source that fails with %j is answered %i %s, to be asked again after %j seconds",
  (failure, status, code, wait) => {
    const problem = sourceUnavailable({ ...failure, message: "the reason" });
    expect(problem).toMatchObject({ status, code, message: expect.stringContaining("the reason") });
    expect(problem.options.retryAfterSeconds).toBe(wait);
  },
);
