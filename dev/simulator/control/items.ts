/** The actions on a data source, segment or measure: activate, deactivate, delete, rename, recreate. */
import { type DataSource, type Instance, type Measure, type Segment, type World } from "../world/model";
import { makeId } from "../world/random";
import {
  ControlError,
  type ControlHandler,
  findDataSource,
  findInstance,
  findMeasure,
  findSegment,
} from "./controlCall";
import { createFields } from "./fields";

type Item = DataSource | Segment | Measure;

/** A kind of item: the list that holds it, and the function that finds one. */
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

/** `POST /_control/{segments|measures|data-sources}/{name}/{action}` does one of the actions to one item. */
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

/** A copy of an item as if it had just been made; a source gets another id, the others are known by their name. */
function makeAnew(item: Item, world: World): Item {
  const audit = { version: 1, createdAt: world.now, updatedAt: world.now, isActive: true };
  if ("dataSourceId" in item) {
    const dataSourceId = makeId(world.seed, "source", (world.made += 1));
    return { ...item, ...audit, dataSourceId, refreshState: "notUpdated", lastRefresh: undefined };
  }
  if ("rankedBy" in item)
    return {
      ...item,
      ...audit,
      evaluation: { jobStatus: "None", evaluatedAt: undefined, count: 0, runId: undefined, error: undefined },
      history: [],
    };
  return {
    ...item,
    ...audit,
    evaluation: { state: "none", endedAt: undefined, runId: undefined, error: undefined },
    output: undefined,
    lastSuccessAt: undefined,
    consecutiveFailures: 0,
    evaluationHistory: [],
    outputHistory: [],
  };
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

/** An item that was switched on again waits for its next run. */
function markChanged({ nodes }: Instance, item: Item): void {
  const identifier = "dataSourceId" in item ? item.dataSourceId : item.name;
  for (const node of nodes) if (node.identifier.startsWith(identifier)) node.taskStatus = "needsUpdate";
}
