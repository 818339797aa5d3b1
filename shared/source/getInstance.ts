import { type Instance } from "../model/instance";
import { type SourceAnswer } from "../model/sourceAnswer";
import { type ReadSource } from "./readSource";
import { field } from "./reading/field";
import { isObject } from "./reading/isObject";
import { toInstance } from "./reading/toInstance";

export async function getInstance(instanceId: string, read: ReadSource): Promise<SourceAnswer<Instance>> {
  return read({
    operation: "getInstance",
    instanceId,
    path: ["instances", instanceId],
    toValue: (json, note) => {
      // The id may be left out of an answer that is about nothing else; an answer about another instance is no answer.
      const about = field(json, "instanceId") ?? instanceId;
      const instance = isObject(json) ? toInstance({ ...json, instanceId: about }, "instance", note) : undefined;
      return instance?.instanceId === instanceId.toLowerCase() ? instance : undefined;
    },
  });
}
