import { type Caller } from "./caller";

/** `instanceId` in lower case. */
export function mayUseInstance({ instances }: Pick<Caller, "instances">, instanceId: string): boolean {
  return instances === "all" || instances.includes(instanceId);
}
