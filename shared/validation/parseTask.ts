/**
 * Queue messages as tasks. Our own hosts write them, but an older version, or a person with a queue editor, may have
 * written this one.
 */
import { LANES } from "../model/delivery";
import { CodedError } from "../model/errors";
import { TRIGGERS } from "../model/event";
import { parseInstant } from "../model/instant";
import { parseTraceparent } from "../model/log";
import { DIRECTIONS } from "../model/subscription";
import { type DeliveryTask, type DispatchTask, type PollTask, type RedriveTask, type TaskTiming } from "../model/task";
import { UUID } from "../model/text";
import { type Checked, guard } from "./guard";

const INSTANCE_ID = { type: "string", pattern: `^${UUID.source}$` };

const REFERENCE = {
  instanceId: INSTANCE_ID,
  sequence: { type: "integer", minimum: 1 },
  eventId: { type: "string", pattern: "^evt_[0-9a-f]{32}$" },
};

const checkPollTask = guard<PollTask>({
  type: "object",
  required: ["instanceId"],
  properties: { instanceId: INSTANCE_ID },
});

const checkDispatchTask = guard<DispatchTask>({
  type: "object",
  required: ["instanceId", "sequence", "eventId"],
  properties: REFERENCE,
});

const TEXT = { type: "string", minLength: 1, maxLength: 400 };

const SUBSCRIPTION_KEY = {
  type: "object",
  required: ["instanceId", "trigger", "resourceHash", "random"],
  properties: {
    instanceId: INSTANCE_ID,
    trigger: { enum: TRIGGERS },
    resourceHash: TEXT,
    random: TEXT,
    threshold: {
      type: "object",
      required: ["value", "direction"],
      properties: { value: { type: "number" }, direction: { enum: DIRECTIONS } },
    },
  },
};

const STORED = {
  type: "object",
  required: ["references", "lane", "version"],
  properties: {
    references: {
      type: "array",
      minItems: 1,
      maxItems: 16,
      items: {
        type: "object",
        required: ["subscription", "attemptsBefore"],
        properties: { subscription: SUBSCRIPTION_KEY, attemptsBefore: { type: "integer", minimum: 0 } },
      },
    },
    lane: { enum: LANES },
    version: TEXT,
  },
};

const checkDeliveryTask = guard<DeliveryTask>({
  type: "object",
  required: ["instanceId", "sequence", "eventId", "chunkId", "claim"],
  properties: {
    ...REFERENCE,
    chunkId: { type: "string", pattern: "^[\\w-]{1,100}$" },
    claim: { type: "integer", minimum: 1 },
    stored: STORED,
  },
});

const checkRedriveTask = guard<RedriveTask>({
  type: "object",
  required: ["redriveId", "claim"],
  properties: {
    redriveId: { type: "string", pattern: "^[\\w-]{1,100}$" },
    claim: { type: "integer", minimum: 1 },
  },
});

/**
 * Parses a `PollTask`. Each of the four parsers throws `invalid-task` for any other message, which the host then moves
 * to the poison queue.
 */
export function parsePollTask(message: unknown): PollTask {
  const task = accept("PollTask", checkPollTask(message));
  return { ...task, traceparent: parseTraceparent(task.traceparent) };
}

export function parseDispatchTask(message: unknown): DispatchTask {
  return accept("DispatchTask", checkDispatchTask(message));
}

export function parseDeliveryTask(message: unknown): DeliveryTask {
  return accept("DeliveryTask", checkDeliveryTask(message));
}

export function parseRedriveTask(message: unknown): RedriveTask {
  return accept("RedriveTask", checkRedriveTask(message));
}

function accept<T extends TaskTiming>(target: string, checked: Checked<T>): T {
  if (checked.ok) return dropInvalid(checked.value);
  const problems = checked.problems.map((problem) => `${problem.target || "message"} ${problem.message}`);
  throw new CodedError("invalid-task", `not a ${target}: ${problems.join("; ")}`, { target });
}

/** Drops a field that is only for logs when it makes no sense: the task can be done without it. */
function dropInvalid<T extends TaskTiming>(task: T): T {
  return { ...task, showsAt: parseInstant(task.showsAt) };
}
