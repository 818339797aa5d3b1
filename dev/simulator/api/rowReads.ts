/** The operation that reads rows, with OData options and pages. */
import { type QueryOptions, makeSkipToken, readQuery } from "../data/query";
import { selectRows } from "../data/rowSelection";
import { listMembersOf, readRows } from "../data/rows";
import { QueryError, type Table } from "../data/table";
import { findTable } from "../data/tableList";
import { type Row } from "../world/model";
import { type Answer, type InstanceCall, readFlag } from "./call";
import { listPartitionRequests } from "./partitionFiles";

/** Rows of a table with OData options, or with `proxy=true` the storage requests that hold them. */
export function readData(call: InstanceCall): Answer {
  return answerQuery(call, () => {
    refuseOtherFormats(call.headers.accept ?? "*/*");
    const path = call.parameters["relativePath"] ?? "";
    const table = findTable(call.instance, path);
    if (!table) throw new QueryError(404, "relativePath", `Resource not found for the segment '${path}'.`);
    return readFlag(call.query, "proxy") ? listPartitionRequests(call, table) : readPage(call, table);
  });
}

/** Turns a `QueryError` into the answer the contract declares. */
export function answerQuery({ refuse }: InstanceCall, run: () => unknown, status = 200): Answer {
  try {
    const json = run();
    return json === undefined ? { status } : { status, json };
  } catch (error) {
    if (!(error instanceof QueryError)) throw error;
    return refuse({ status: error.status, code: error.name, message: error.message, target: error.target });
  }
}

function refuseOtherFormats(accept: string): void {
  if (!/json|\*\/\*|application\/\*/i.test(accept))
    throw new QueryError(406, "Accept", `The requested format '${accept}' is not supported.`);
}

function readPage(call: InstanceCall, table: Table) {
  const { world, instance } = call;
  const options = readQuery(call.query, table);
  const rows = selectRows(readRows(world, instance, table), table, options, listMembersOf(world, instance));
  const size = Math.min(options.top ?? Infinity, world.scene.pageSize);
  const page = rows.slice(options.skip, options.skip + size);
  const end = options.skip + page.length;
  const left = options.top === undefined ? undefined : options.top - page.length;
  const hasMore = end < rows.length && left !== 0 && page.length > 0;
  return {
    "@odata.context": `${dataUrl(call)}$metadata#${table.qualifiedName}`,
    ...(options.count && world.scene.counts ? { "@odata.count": rows.length } : {}),
    value: page.map((row) => shapeRow(call, table, row, options)),
    ...(hasMore && world.scene.nextLink ? { "@odata.nextLink": nextLink(call, table, { skip: end, top: left }) } : {}),
  };
}

function dataUrl({ origin, prefix, instance }: InstanceCall): string {
  return `${origin}/${prefix}/instances/${instance.instanceId}/data/`;
}

function shapeRow(call: InstanceCall, table: Table, row: Row, { select, expand }: QueryOptions) {
  const columns = (select ?? table.columns).map((column) => [column, row[column] ?? null] as const);
  const related = expand.map((name) => [name, relatedRows(call, name, row)] as const);
  return Object.fromEntries<unknown>([...columns, ...related]);
}

function relatedRows({ world, instance }: InstanceCall, name: string, { CustomerId }: Row) {
  const table = findTable(instance, name);
  const rows = table ? readRows(world, instance, table) : [];
  return rows.filter((row) => row["CustomerId"] === CustomerId);
}

function nextLink(call: InstanceCall, table: Table, from: { readonly skip: number; readonly top: number | undefined }) {
  const query = new URLSearchParams(call.query);
  for (const name of ["$skip", "$top", "$skiptoken", "subscription-key"]) query.delete(name);
  query.set("$skiptoken", makeSkipToken(from));
  const link = `${table.qualifiedName}?${query.toString().replaceAll("%24", "$").replaceAll("+", "%20")}`;
  const { nextLinkForm } = call.world.scene;
  if (nextLinkForm === "relative") return link;
  const url = dataUrl(call) + link;
  return nextLinkForm === "otherHost" ? url.replace(call.origin, "http://127.0.0.1:9") : url;
}
