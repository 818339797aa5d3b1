import { type WriteAnswer } from "../../shared/model/itemWrite";
import { type Services } from "../../shared/runtime/serviceTypes";
import { toWriteFailure } from "../../shared/source/transport/toWriteFailure";
import { type Chance } from "../faults/schedules/chance";
import { anyErrorAnswer, NOW, SECRETS } from "./fuzzFailure";

/** Writes to a source that takes them, or says anything at all. */
export function fuzzWrites(chance: Chance): Pick<Services, "createItem" | "updateItem"> {
  const write = (): Promise<WriteAnswer> => Promise.resolve(anyWritten(chance));
  return { createItem: write, updateItem: write };
}

function anyWritten(chance: Chance): WriteAnswer {
  if (chance.hit(0.4)) return { ok: true, status: chance.pick([200, 201, 202, 204]) };
  return { ok: false, failure: toWriteFailure(anyErrorAnswer(chance), NOW, SECRETS) };
}
