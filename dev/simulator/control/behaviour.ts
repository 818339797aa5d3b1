/** The calls that change how the service behaves: the scene, and faults that calls run into. */
import { nameIngestionNodes } from "../workflow/items";
import { FAULT_KINDS, type Fault, type World } from "../world/model";
import { DEFAULT_SCENE, type Durations, type Scene } from "../world/scene";
import { ControlError, type ControlHandler } from "./controlCall";
import { type Fields, createFields } from "./fields";

/** `POST /_control/scene` changes the given settings; the others stay. */
export const changeScene: ControlHandler = ({ simulation: { world }, body }) => {
  const fields = createFields(body, Object.keys(DEFAULT_SCENE));
  const isRenamed = renamesNodes(world, fields);
  const changes = Object.entries(readScene(fields)).filter(([, value]) => value !== undefined);
  world.scene = { ...world.scene, ...(Object.fromEntries(changes) as Partial<Scene>) };
  const durations = fields.object("durations", Object.keys(DEFAULT_SCENE.durations));
  if (durations) world.scene = { ...world.scene, durations: { ...world.scene.durations, ...readDurations(durations) } };
  if (isRenamed) for (const instance of world.instances) nameIngestionNodes(instance, world.scene);
  return { scene: world.scene };
};

const CHOICES = {
  dialects: ["both", "model", "documentation"],
  casing: ["camel", "pascal", "lower", "upper"],
  missingDates: ["null", "absent", "year1"],
  ingestionIdentifiers: ["dataSource", "dataSource_entity"],
  jobOrder: ["newestFirst", "oldestFirst"],
  odataErrorForm: ["model", "wrapped"],
  nextLinkForm: ["absolute", "relative", "otherHost"],
} as const satisfies { [Name in keyof Scene]?: readonly Scene[Name][] };

/** True when ingestion nodes get other names. Throws while their tasks run, since they cannot be renamed then. */
function renamesNodes({ instances, scene }: World, fields: Fields): boolean {
  const wanted = fields.choice("ingestionIdentifiers", CHOICES.ingestionIdentifiers) ?? scene.ingestionIdentifiers;
  if (wanted === scene.ingestionIdentifiers) return false;
  const isBusy = instances.some(({ tasks }) =>
    tasks.some(({ finished, node }) => !finished && node.operationType === "ingestion"),
  );
  const reason = "ingestionIdentifiers cannot be changed while a source is being refreshed.";
  if (isBusy) throw new ControlError(409, "ingestionIdentifiers", reason);
  return true;
}

const FLAGS = [
  "nextLink",
  "counts",
  "writes",
  "fileRanges",
  "lastRefreshMovesOnFailure",
  "measureListHasOutput",
] as const;

const COUNT_FIELDS = { pageSize: 1, topCap: 1, retries: 0 } as const;

function readScene(fields: Fields): Readonly<Record<string, unknown>> {
  const choices = Object.entries(CHOICES).map(([name, allowed]) => [name, fields.choice<string>(name, allowed)]);
  const counts = Object.entries(COUNT_FIELDS).map(([name, lowest]) => [name, fields.integer(name, { lowest })]);
  return {
    ...(Object.fromEntries([...choices, ...counts]) as Readonly<Record<string, unknown>>),
    ...Object.fromEntries(FLAGS.map((name) => [name, fields.flag(name)])),
    retryDelaySeconds: fields.number("retryDelaySeconds", { lowest: 0 }),
    token: fields.text("token"),
    keys: fields.texts("keys"),
  };
}

function readDurations(fields: Fields): Partial<Durations> {
  return Object.fromEntries(fields.names().map((name) => [name, fields.number(name, { lowest: 0 })]));
}

/** `POST /_control/faults` adds one fault or a list; the first fault that fits a call hits it. */
export const addFaults: ControlHandler = ({ simulation: { world }, body }) => {
  const list: unknown[] = Array.isArray(body) ? body : [body];
  const faults = list.map((item, index) => readFault(item, Array.isArray(body) ? `[${index}]` : ""));
  world.faults.push(...faults);
  return { faults: world.faults };
};

const FAULT_FIELDS = ["operation", "pathContains", "instanceId", "kind", "times", "retryAfterSeconds", "delayMs"];

const DEFAULT_DELAY_MS = 2_000;

function readFault(item: unknown, path: string): Fault {
  const fields = createFields(item, FAULT_FIELDS, path);
  const kind = fields.choice("kind", FAULT_KINDS);
  if (!kind) throw new ControlError(400, `${path}.kind`, `kind is missing; it is one of ${FAULT_KINDS.join(", ")}.`);
  return {
    kind,
    operation: fields.text("operation"),
    pathContains: fields.text("pathContains"),
    instanceId: fields.text("instanceId"),
    timesLeft: fields.integer("times", { lowest: 1 }),
    retryAfterSeconds: fields.integer("retryAfterSeconds", { lowest: 0 }),
    delayMs: fields.integer("delayMs", { lowest: 0, highest: 600_000 }) ?? DEFAULT_DELAY_MS,
  };
}

/** `DELETE /_control/faults` removes all faults. */
export const removeFaults: ControlHandler = ({ simulation: { world } }) => {
  world.faults = [];
  return { faults: [] };
};
