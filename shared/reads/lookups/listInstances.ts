import { type Instance } from "../../model/instance";
import { type SourceAnswer } from "../../model/sourceAnswer";
import { type Lookup } from "./lookup";
import { toLookup } from "./toLookup";

export interface ListInstancesDeps {
  readonly listInstances: () => Promise<SourceAnswer<readonly Instance[]>>;
}

export interface InstanceItem {
  readonly instanceId: string;
  /** Its id where CI gives it no name. */
  readonly name: string;
  readonly provisioningState?: string;
}

/** Every instance that this service may see and the caller may use. */
export async function listInstances(
  mayUse: (instanceId: string) => boolean,
  deps: ListInstancesDeps,
): Promise<Lookup<InstanceItem>> {
  const answer = await deps.listInstances();
  const theirs = answer.ok ? { ...answer, value: answer.value.filter((each) => mayUse(each.instanceId)) } : answer;
  return toLookup(theirs, show, ({ name }) => name);
}

function show({ instanceId, name = instanceId, provisioningState }: Instance): InstanceItem {
  return { instanceId, name, ...(provisioningState && { provisioningState }) };
}
