import { type HttpRequest } from "@azure/functions";
import { type Caller } from "../../access/caller";
import { type ItemWrite } from "../../model/entity";
import { type FieldProblem, guard } from "../../validation/guard";
import { readJson } from "../readJson";
import { parseEntityRequest } from "../reads/parseEntityRequest";
import { invalidFields } from "../requestProblem";
import { isDeeperThan } from "./isDeeperThan";

type Item = ItemWrite["item"];

const checkItem = guard<Item>({
  type: "object",
  minProperties: 1,
  maxProperties: 1_000,
  propertyNames: { minLength: 1, maxLength: 200 },
});

/** Columns are values; room is left for a list or an object in one. */
const MOST_DEPTH = 5;

/** Reads a request to make an item; throws a problem that names what is wrong. */
export async function parseItemWrite(request: HttpRequest, caller: Pick<Caller, "instances">): Promise<ItemWrite> {
  const entity = parseEntityRequest(request, caller);
  const problems: FieldProblem[] = [];
  const validUntil = parseValidUntil(request.query.getAll("validUntil"), problems);
  if (problems.length > 0) throw invalidFields(problems);
  const body = await readJson(request);
  if (isDeeperThan(body, MOST_DEPTH)) {
    throw invalidFields([{ target: "body", message: `must not be nested deeper than ${MOST_DEPTH} levels` }]);
  }
  const checked = checkItem(body);
  if (!checked.ok) throw invalidFields(checked.problems);
  return { ...entity, item: checked.value, ...(validUntil === undefined ? {} : { validUntil }) };
}

const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,7})?(?:Z|[+-]\d\d:\d\d)$/;

/** How far ahead it may be is the source's to say: by its clock, not ours. */
function parseValidUntil([text, ...others]: readonly string[], problems: FieldProblem[]): string | undefined {
  if (text === undefined) return undefined;
  const at = TIME.test(text) && others.length === 0 ? Date.parse(text) : Number.NaN;
  if (!Number.isNaN(at)) return new Date(at).toISOString();
  problems.push({ target: "validUntil", message: "must be one time with its zone, such as 2026-11-20T09:00:00Z" });
  return undefined;
}
