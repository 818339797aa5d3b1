import { type Instance } from "../world/model";
import { type Scene } from "../world/scene";
import { listItems, type WorkflowItem } from "./listItems";
import { type JobRequest } from "./model";
import { operationsOf } from "./stages";

type Choice = Pick<JobRequest, "operationType" | "identifiers" | "runDownstreamAfterMerge">;

/** What a job runs, or the name of what it asks for in vain. Identifiers count for the operation that was asked for only. */
export function chooseItems(
  instance: Instance,
  scene: Scene,
  choice: Choice,
): { readonly items: readonly WorkflowItem[] } | { readonly unknown: string } {
  const operations = operationsOf(choice);
  if (!operations) return { unknown: choice.operationType };
  const items = listItems(instance, scene).filter(
    ({ operationType, isActive }) => isActive && operations.includes(operationType),
  );
  if (choice.identifiers.length === 0 || choice.operationType.toLowerCase() === "all")
    return items.length > 0 ? { items } : { unknown: choice.operationType };
  const unknown = choice.identifiers.find((identifier) => !items.some((item) => isCalled(item, identifier)));
  if (unknown !== undefined) return { unknown };
  return { items: items.filter((item) => choice.identifiers.some((identifier) => isCalled(item, identifier))) };
}

/** Identifiers, names and friendly names are compared without case. */
export function isCalled(item: WorkflowItem, name: string): boolean {
  const wanted = name.toLowerCase();
  return [item.identifier, item.friendlyName, ...item.names].some((known) => known.toLowerCase() === wanted);
}

export function isOperation(item: WorkflowItem, name: string): boolean {
  return item.operationType.toLowerCase() === name.toLowerCase();
}
