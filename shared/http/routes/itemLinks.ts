/** The `$skiptoken` of items: a sealed cursor that holds for one question only. */
import { createHash } from "node:crypto";
import { type Sealer } from "../../access/sealer";
import { type ItemsRequest } from "../../data/listItems";
import { type ItemsCursor } from "../../data/options";
import { defined } from "../../model/defined";
import { guard } from "../../validation/guard";

type Question = Pick<ItemsRequest, "instanceId" | "entity" | "options">;

const COUNT = { type: "integer", minimum: 0 };

/** The content of a token, as short as it can be: it becomes part of an address. */
interface Sealed {
  /** Hash of the question that the cursor belongs to. */
  readonly q: string;
  readonly s?: number;
  readonly k?: readonly string[];
  readonly r?: string;
  readonly l?: number;
  /** The links followed so far, and the mark among them. */
  readonly n?: number;
  readonly m?: string;
}

const check = guard<Sealed>({
  type: "object",
  required: ["q"],
  additionalProperties: false,
  properties: {
    q: { type: "string" },
    s: COUNT,
    k: { type: "array", items: { type: "string" } },
    r: { type: "string" },
    l: COUNT,
    n: COUNT,
    m: { type: "string" },
  },
});

/** The cursor in a `$skiptoken`; undefined when we did not make it, or not for this question. */
export function openCursor(token: string, question: Question, sealer: Sealer): ItemsCursor | undefined {
  const checked = check(unseal(token, sealer));
  if (!checked.ok || checked.value.q !== hash(question)) return undefined;
  const { s: skip, k: kept, r: rest, l: left, n: links, m: mark } = checked.value;
  const walk = links === undefined || mark === undefined ? undefined : { links, mark };
  const limit = defined({ left, walk });
  if (skip !== undefined) return { after: { skip }, ...limit };
  return kept && rest !== undefined ? { after: { link: { kept, rest } }, ...limit } : undefined;
}

function unseal(token: string, { open }: Sealer): unknown {
  try {
    return JSON.parse(open(token)) as unknown;
  } catch {
    return undefined; // sealed by nobody, by a key that is gone, or something else that we sealed
  }
}

function hash({ instanceId, entity, options }: Question): string {
  const asked = Object.entries(options).toSorted(([a], [b]) => (a < b ? -1 : 1));
  const text = JSON.stringify([instanceId, entity.toLowerCase(), asked]);
  return createHash("sha256").update(text).digest("base64url").slice(0, 22);
}

/** A `$skiptoken` that nobody else can make or change, and that is good for this question only. */
export function sealCursor({ after, left, walk }: ItemsCursor, question: Question, { seal }: Sealer): string {
  const at = "link" in after ? { k: after.link.kept, r: after.link.rest } : { s: after.skip };
  const sealed: Sealed = { q: hash(question), ...at, ...defined({ l: left, n: walk?.links, m: walk?.mark }) };
  return seal(JSON.stringify(sealed));
}
