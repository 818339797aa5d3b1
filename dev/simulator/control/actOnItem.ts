import { type DataSource, type Instance, type Measure, type Segment, type World } from "../world/model";
import { type ControlHandler } from "./controlCall";
import { ControlError } from "./controlError";
import { createFields } from "./createFields";
import { findInstance } from "./findInstance";
import { findDataSource, findMeasure, findSegment } from "./findItem";
import { makeAnew } from "./makeAnew";

type Item = DataSource | Segment | Measure;

/** How one kind of item is found and listed. */
interface Kind {
  readonly list: "sources" | "segments" | "measures";
  readonly find: (instance: Instance, name: string) => Item;
}

const KINDS: Readonly<Record<string, Kind>> = {
  "data-sources": { list: "sources", find: findDataSource },
  segments: { list: "segments", find: findSegment },
  measures: { list: "measures", find: findMeasure },
};

const ACTIONS = ["activate", "deactivate", "delete", "rename", "recreate"] as const;

/** `POST /_control/{segments|measures|data-sources}/{name}/{action}` */
export const actOnItem: ControlHandler = ({ simulation: { world }, parameters, body }) => {
  const { kind: kindName = "", name = "", action: wanted = "" } = parameters;
  const kind = KINDS[kindName];
  if (!kind) throw new ControlError(404, "path", `"${kindName}" is none of ${Object.keys(KINDS).join(", ")}.`);
  const action = ACTIONS.find((known) => known === wanted);
  if (!action) throw new ControlError(404, "action", `"${wanted}" is none of ${ACTIONS.join(", ")}.`);
  const fields = createFields(body, action === "rename" ? ["instanceId", "friendlyName"] : ["instanceId"]);
  const instance = findInstance(world, fields.text("instanceId"));
  const label = fields.text("friendlyName");
  if (action === "rename" && label === undefined)
    throw new ControlError(400, "friendlyName", "friendlyName is missing.");
  const item = act({ world, instance, kind, name }, action, label ?? "");
  return { instanceId: instance.instanceId, name: item.name, action };
};

interface Target {
  readonly world: World;
  readonly instance: Instance;
  readonly kind: Kind;
  readonly name: string;
}

function act(target: Target, action: (typeof ACTIONS)[number], label: string): Item {
  const { world, instance, kind, name } = target;
  if (action === "recreate") return recreate(target);
  const item = kind.find(instance, name);
  item.version += 1;
  item.updatedAt = world.now;
  if (action === "rename") rename(item, label);
  if (action === "delete") remove(target, item);
  if (action === "activate" || action === "deactivate") switchItem(item, action === "activate");
  if (action === "activate") markChanged(instance, item);
  return item;
}

function rename(item: Item, label: string): void {
  if ("displayName" in item) item.displayName = label;
  else item.friendlyName = label;
}

function remove({ instance, kind }: Target, item: Item): void {
  Object.assign(instance, { [kind.list]: instance[kind.list].filter((other) => other !== item) });
  instance.deleted.set(`${kind.list} ${item.name.toLowerCase()}`, item);
}

/** Only segments and sources show in their metadata that they are switched off; a measure just is not evaluated. */
function switchItem(item: Item, isActive: boolean): void {
  item.isActive = isActive;
  if ("rankedBy" in item && !isActive) item.evaluation = { ...item.evaluation, jobStatus: "NotQualified" };
}

/** What was switched on again waits for its next run. */
function markChanged({ nodes }: Instance, item: Item): void {
  const identifier = "dataSourceId" in item ? item.dataSourceId : item.name;
  for (const node of nodes) if (node.identifier.startsWith(identifier)) node.taskStatus = "needsUpdate";
}

/** Makes a deleted or existing item anew: same name, new creation time, no past. */
function recreate({ world, instance, kind, name }: Target): Item {
  const key = `${kind.list} ${name.toLowerCase()}`;
  const old = instance.deleted.get(key) ?? kind.find(instance, name);
  const item = makeAnew(old, world);
  const others = (instance[kind.list] as Item[]).filter((other) => other !== old);
  Object.assign(instance, { [kind.list]: [...others, item] });
  instance.deleted.delete(key);
  instance.nodes = instance.nodes.filter(({ identifier }) => identifier !== item.name);
  return item;
}
