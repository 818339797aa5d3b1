import { advanceRedrive } from "../../../shared/delivery/deadLetters/advanceRedrive";
import { deliverChunk, deliverSlowChunk } from "../../../shared/delivery/deliverChunk";
import { dispatchEvent } from "../../../shared/delivery/dispatchEvent";
import { sweep } from "../../../shared/delivery/sweep";
import { pollInstance } from "../../../shared/detection/pollInstance";
import { CodedError } from "../../../shared/model/errors";
import { type Services } from "../../../shared/runtime/serviceParts";
import { type Queues } from "../../../shared/storage/createQueues";
import { subscribe } from "../../../shared/subscriptions/subscribe";
import {
  parseDeliveryTask,
  parseDispatchTask,
  parsePollTask,
  parseRedriveTask,
} from "../../../shared/validation/parseTask";
import { INSTANCE_ID } from "../../builders/anEvent";
import { type Chance } from "../../faults/schedules/chance";
import { fuzzWorld } from "../fuzzWorld";
import { anyJson, anyText, mutateJson } from "../hostile";
import { type FuzzTarget, must } from "../target";

const POLL = { instanceId: INSTANCE_ID };
const DISPATCH = { ...POLL, sequence: 1, eventId: `evt_${"0123456789abcdef".repeat(2)}` };
const DELIVERY = { ...DISPATCH, chunkId: "page-0-0", claim: 1 };
const FIELDS = Object.keys(DELIVERY);

const POLLS = 4;
/** Each delivery is tried a dozen times at most, and a case has few of them: more tasks than this would be a loop. */
const MOST_TASKS = 400;

type Handle = (message: unknown, deps: Services) => Promise<void>;

const HANDLERS: Readonly<Record<keyof Queues, Handle>> = {
  polls: (message, deps) => pollInstance(parsePollTask(message), deps),
  events: (message, deps) => dispatchEvent(parseDispatchTask(message), deps),
  deliveries: (message, deps) => deliverChunk(parseDeliveryTask(message), deps),
  slowDeliveries: (message, deps) => deliverSlowChunk(parseDeliveryTask(message), deps),
  redrives: (message, deps) => advanceRedrive(parseRedriveTask(message), deps),
};

/** A message that is no task is refused as `invalid-task`; any other throw would be a fault of ours. */
async function handle(queue: keyof Queues, message: unknown, deps: Services): Promise<void> {
  try {
    await HANDLERS[queue](message, deps);
  } catch (error) {
    must(
      error instanceof CodedError && error.code === "invalid-task",
      `threw ${error instanceof Error ? error.stack : String(error)}`,
    );
  }
}

function queueTarget(queue: keyof Queues, good: object): FuzzTarget {
  return {
    name: `queue ${queue}`,
    makeCase: (chance) => {
      const message = anyMessage(chance, good);
      const { deps, takeTasks } = fuzzWorld(chance);
      return {
        input: message,
        run: async () => {
          await handle(queue, message, deps);
          must(takeTasks().length === 0, "a task about nothing that is stored has led to tasks");
        },
      };
    },
  };
}

/** A message as the host hands it over: JSON is parsed, everything else is a text. */
function anyMessage(chance: Chance, good: object): unknown {
  const kind = chance.between(0, 9);
  if (kind < 2) return good;
  if (kind < 8) return mutateJson(chance, good, FIELDS);
  return kind === 8 ? anyJson(chance, FIELDS) : anyText(chance);
}

/** From subscriptions to callbacks: whatever the source and the receivers say, the tasks come to an end. */
const wholePath: FuzzTarget = {
  name: "whole path",
  makeCase: (chance) => {
    const { deps, takeTasks } = fuzzWorld(chance);
    return {
      input: "what the source and the receivers say follows from the seed",
      run: async () => {
        await subscribeSome(deps);
        for (let polls = 0; polls < POLLS; polls += 1) await handle("polls", POLL, deps);
        await sweep(deps);
        let handled = 0;
        for (let tasks = takeTasks(); tasks.length > 0; tasks = takeTasks()) {
          for (const { queue, task } of tasks) {
            await handle(queue, chance.hit(0.05) ? mutateJson(chance, task, FIELDS) : task, deps);
            handled += 1;
          }
          must(handled < MOST_TASKS, "the tasks do not come to an end");
        }
      },
    };
  },
};

/** Subscribes to three triggers; the source may say that there is no such thing. */
async function subscribeSome(deps: Services): Promise<void> {
  const request = { instanceId: INSTANCE_ID, callbackUrl: "https://a.logic.azure.com/", connection: "fuzz" };
  const threshold = { value: 5, direction: "either" } as const;
  await subscribe({ ...request, trigger: "data-source-refresh-failed" }, deps);
  await subscribe({ ...request, trigger: "full-refresh-completed", callbackUrl: "https://b.logic.azure.com/" }, deps);
  const segment = { resource: "Loyal", threshold, callbackUrl: "https://c.logic.azure.com/" };
  await subscribe({ ...request, trigger: "segment-threshold-crossed", ...segment }, deps);
}

export const QUEUE_TARGETS: readonly FuzzTarget[] = [
  queueTarget("polls", POLL),
  queueTarget("events", DISPATCH),
  queueTarget("deliveries", DELIVERY),
  queueTarget("slowDeliveries", DELIVERY),
  queueTarget("redrives", { redriveId: "0123456789abcdef", claim: 1 }),
  wholePath,
];
