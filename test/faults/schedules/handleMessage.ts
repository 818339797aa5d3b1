import { advanceRedrive } from "../../../shared/delivery/deadLetters/advanceRedrive";
import { deliverChunk, deliverSlowChunk } from "../../../shared/delivery/deliverChunk";
import { dispatchEvent } from "../../../shared/delivery/dispatchEvent";
import { recordPoison } from "../../../shared/delivery/deadLetters/poison";
import { pollInstance } from "../../../shared/detection/pollInstance";
import { type PoisonQueue } from "../../../shared/model/deadLetter";
import { parsePoison } from "../../../shared/validation/parsePoison";
import {
  parseDeliveryTask,
  parseDispatchTask,
  parsePollTask,
  parseRedriveTask,
} from "../../../shared/validation/parseTask";
import { type Chance } from "./chance";
import { type QueueName, type QueuedMessage } from "./fakeQueues";
import { Misfortune } from "./hosts";
import { type Weather } from "./weather";
import { type WorldDeps, markUrls } from "./worldDeps";

const HANDLERS: Readonly<Record<QueueName, (task: unknown, deps: WorldDeps) => Promise<void>>> = {
  polls: (task, deps) => pollInstance(parsePollTask(task), deps),
  events: (task, deps) => dispatchEvent(parseDispatchTask(task), deps),
  deliveries: (task, deps) => deliverChunk(parseDeliveryTask(task), markUrls(deps)),
  slowDeliveries: (task, deps) => deliverSlowChunk(parseDeliveryTask(task), markUrls(deps)),
  redrives: (task, deps) => advanceRedrive(parseRedriveTask(task), deps),
};

const POISON_OF: Readonly<Record<QueueName, PoisonQueue>> = {
  polls: "polls",
  events: "events",
  deliveries: "deliveries",
  slowDeliveries: "deliveries-slow",
  redrives: "redrives",
};

interface FateDeps {
  readonly fate: Chance;
  readonly weather: () => Weather;
}

/** Handles a message as the function of its queue does, or of its poison queue. A task that is ill-fated fails before its work or after it. */
export async function handleMessage(
  message: QueuedMessage,
  deps: WorldDeps,
  { fate, weather }: FateDeps,
): Promise<void> {
  const { queue, isPoison, isIllFated, messageId, insertedAt } = message;
  const task: unknown = JSON.parse(message.text);
  if (isPoison) {
    const metadata = { id: messageId, insertionTime: new Date(insertedAt).toISOString() };
    return recordPoison(parsePoison(POISON_OF[queue], task, metadata), deps);
  }
  const isDoomed = isIllFated && weather().broken > 0;
  const isLate = isDoomed && fate.hit(0.5);
  if (!isDoomed || isLate) await HANDLERS[queue](task, deps);
  if (isDoomed) throw new Misfortune("a fault of our own");
}
