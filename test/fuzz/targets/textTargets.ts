import { createSealer } from "../../../shared/access/sealer";
import { readErrorCode } from "../../../shared/delivery/post/createPost";
import { parseRetryAfter } from "../../../shared/model/retryAfter";
import { RETRY_SCHEDULE_SECONDS, decideVerdict } from "../../../shared/delivery/retryPolicy";
import { CodedError } from "../../../shared/model/errors";
import { checkCallbackUrl } from "../../../shared/validation/checkCallbackUrl";
import { type Chance } from "../../faults/schedules/chance";
import { NOW } from "../fuzzFailure";
import { fuzzSource } from "../fuzzSource";
import { anyJson, anyText, mutateText } from "../hostile";
import { type FuzzTarget, must } from "../target";

const CALLBACK_URL = "https://prod-01.westeurope.logic.azure.com:443/workflows/1?sp=%2Frun&sig=canary";
const PIECES = [
  "127.1",
  "[::1]",
  "@",
  ":443",
  ":80",
  "\\",
  "%2e",
  ".logic.azure.com",
  "evil.com",
  "#",
  "?",
  "//",
  "。",
];
const SEALER = createSealer([{ keyId: "fuzz", key: Buffer.alloc(32, 7) }]);
const DAY_SECONDS = 86_400;

const callbackUrl: FuzzTarget = {
  name: "callback URL",
  makeCase: (chance) => {
    const at = chance.between(0, CALLBACK_URL.length);
    const spliced = CALLBACK_URL.slice(0, at) + chance.pick(PIECES) + CALLBACK_URL.slice(at);
    const input = chance.hit(0.5) ? spliced : mutateText(chance, CALLBACK_URL);
    return {
      input,
      run: async () => {
        if (checkCallbackUrl(input, [".logic.azure.com"]) !== undefined) return;
        // Judged anew, by what would be called and by what stands there.
        const { protocol, port, hostname, username, password } = new URL(input);
        must(protocol === "https:" && port + username + password === "", "let through what is not plain https");
        must(/^(?:[a-z\d-]+\.)+logic\.azure\.com$/.test(hostname), `let the host ${hostname} through`);
        must(input.toLowerCase().startsWith(`https://${hostname}`), "what stands there is not what is called");
      },
    };
  },
};

const receiverAnswer: FuzzTarget = {
  name: "receiver's answer",
  makeCase: (chance) => {
    const body = chance.hit(0.7) ? JSON.stringify(anyJson(chance, ["error", "code"])) : anyText(chance);
    const header = anyRetryAfter(chance);
    const [status, attempt] = [chance.between(100, 999), chance.between(1, 20)];
    return {
      input: { status, header, body },
      run: async () => {
        const errorCode = readErrorCode(body, CALLBACK_URL);
        must(errorCode === undefined || errorCode.length <= 100, "a long error code");
        const retryAfterSeconds = parseRetryAfter(header, NOW);
        must(retryAfterSeconds === undefined || retryAfterSeconds >= 0, `waits ${retryAfterSeconds} s`);
        const answer = {
          status,
          durationMs: 1,
          ...(errorCode && { errorCode }),
          ...(retryAfterSeconds !== undefined && { retryAfterSeconds }),
        };
        const verdict = decideVerdict(answer, attempt, RETRY_SCHEDULE_SECONDS, chance.next());
        const delaySeconds = "delaySeconds" in verdict ? verdict.delaySeconds : 0;
        must(delaySeconds >= 0 && delaySeconds <= 7 * DAY_SECONDS, `would be tried again in ${delaySeconds} s`);
      },
    };
  },
};

function anyRetryAfter(chance: Chance): string {
  const good = chance.pick(["120", "Fri, 20 Nov 2026 10:01:00 GMT", "Friday, 20-Nov-26 10:01:00 GMT"]);
  return chance.hit(0.3) ? anyText(chance) : mutateText(chance, good);
}

const sealedText: FuzzTarget = {
  name: "sealed text",
  makeCase: (chance) => {
    const input = mutateText(chance, `fuzz.${"QUFB".repeat(20)}`);
    return {
      input,
      run: async () => {
        try {
          SEALER.open(input);
        } catch (error) {
          must(error instanceof CodedError && error.code === "undecryptable", `threw ${String(error)}`);
          return;
        }
        throw new Error("opened what nobody sealed");
      },
    };
  },
};

const sourceAnswer: FuzzTarget = {
  name: "source's answer",
  makeCase: (chance) => {
    const reads = fuzzSource(chance);
    const operation = chance.pick(["listJobs", "listNodes", "listSegments", "listMeasures", "getMeasure"] as const);
    return {
      input: operation,
      run: async () => {
        const answer = await readBy(operation, reads);
        must(answer.ok || answer.failure.message.length < 300, "a long failure");
        must(answer.ok || !/[\r\n]/.test(answer.failure.message), "a failure of several lines");
      },
    };
  },
};

function readBy(
  operation: string,
  reads: ReturnType<typeof fuzzSource>,
): ReturnType<
  | typeof reads.listNodes
  | typeof reads.getMeasure
  | typeof reads.listJobs
  | typeof reads.listSegments
  | typeof reads.listMeasures
> {
  if (operation === "listJobs") return reads.listJobs("i", { top: 50 });
  if (operation === "listSegments") return reads.listSegments("i", { historyDays: 2 });
  if (operation === "listMeasures") return reads.listMeasures("i");
  return operation === "getMeasure" ? reads.getMeasure("i", "Sales", { historyDays: 2 }) : reads.listNodes("i");
}

export const TEXT_TARGETS: readonly FuzzTarget[] = [callbackUrl, receiverAnswer, sealedText, sourceAnswer];
