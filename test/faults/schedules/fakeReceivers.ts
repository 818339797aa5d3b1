import { type ReceiverAnswer } from "../../../shared/model/delivery";
import { type Chance } from "./chance";
import { type FlowPlan, type Temper } from "./story";

/** The deadline of a POST in each lane, after which it counts as timed out. */
export const DEADLINES_MS = { normal: 10_000, slow: 30_000 };

type Reply = Omit<ReceiverAnswer, "durationMs">;

const WAITS = [1, 20, 90, 600, 7_200];

/** What each flow answers while it is unwell, and how long it takes. */
const REPLIES: Readonly<Record<Temper, (chance: Chance) => Reply>> = {
  good: () => ({ status: 202 }),
  flaky: (chance) =>
    chance.pick<Reply>([
      { status: 200 },
      { status: 202 },
      { status: 500 },
      { status: 502 },
      { status: 408 },
      { error: "unreachable" },
      { error: "timed-out" },
    ]),
  throttling: (chance) =>
    chance.hit(0.4)
      ? { status: 202 }
      : { status: chance.pick([429, 503]), ...(chance.hit(0.8) ? { retryAfterSeconds: chance.pick(WAITS) } : {}) },
  hanging: (chance) => (chance.hit(0.3) ? { status: 202 } : { error: "timed-out" }),
  down: (chance) => chance.pick<Reply>([{ status: 500 }, { error: "unreachable" }, { status: 404 }, { status: 401 }]),
  gone: () => ({ status: 410 }),
  off: (chance) =>
    chance.pick<Reply>([
      { status: 404, errorCode: "WorkflowNotFound" },
      { status: 400, errorCode: "WorkflowTriggerIsNotEnabled" },
    ]),
};

/** How the flow behind a callback's URL answers, well or unwell. */
export function replyOf(
  url: string,
  flows: readonly FlowPlan[],
  { chance, calm, deadlineMs }: { readonly chance: Chance; readonly calm: boolean; readonly deadlineMs: number },
): ReceiverAnswer {
  const flow = flows.find((each) => each.url === url);
  if (!flow) throw new Error(`no flow has the URL ${url}`);
  const reply = REPLIES[calm && flow.recovers ? "good" : flow.temper](chance);
  if (reply.error === "timed-out") return { ...reply, durationMs: deadlineMs };
  return { ...reply, durationMs: chance.hit(0.1) ? chance.between(1_000, deadlineMs - 1) : chance.between(5, 300) };
}
