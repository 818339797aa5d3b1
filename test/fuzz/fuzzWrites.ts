import { type ItemUpdate, type ItemWrite, type WriteAnswer } from "../../shared/model/entity";
import { type Services } from "../../shared/runtime/serviceParts";
import { writeItem } from "../../shared/source/createSource";
import { toWriteFailure } from "../../shared/source/transport/failures";
import { toPath } from "../../shared/source/transport/jsonRequest";
import { type Chance } from "../faults/schedules/chance";
import { NOW, SECRETS, anyErrorAnswer } from "./fuzzFailure";
import { UNSENT } from "./fuzzSource";

/** Writes to a source that takes them, or says anything at all. */
export function fuzzWrites(chance: Chance): Pick<Services, "createItem" | "updateItem"> {
  const write = (item: ItemWrite | ItemUpdate): Promise<WriteAnswer> =>
    Promise.resolve(toPath(writeItem(item)) === undefined ? UNSENT : anyWritten(chance));
  return { createItem: write, updateItem: write };
}

function anyWritten(chance: Chance): WriteAnswer {
  if (chance.hit(0.4)) return { ok: true, status: chance.pick([200, 201, 202, 204]) };
  return { ok: false, failure: toWriteFailure(anyErrorAnswer(chance), NOW, SECRETS) };
}
