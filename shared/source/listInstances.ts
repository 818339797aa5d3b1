import { type Instance } from "../model/instance";
import { type SourceAnswer } from "../model/sourceAnswer";
import { type ReadSource } from "./readSource";
import { toInstance } from "./reading/toInstance";
import { toItems } from "./reading/toItems";

/** Every instance that our identity may see. */
export async function listInstances(read: ReadSource): Promise<SourceAnswer<Instance[]>> {
  return read({
    operation: "listInstances",
    path: ["instances"],
    toValue: (json, note) => toItems(json, { at: "instances", note, toItem: toInstance }),
  });
}
