/**
 * A reader of the few forms of Kusto that infra/alerts.bicep uses: `extend`, `where` and `summarize` over log lines. It
 * throws for everything else, so that an alert with another form needs another case here.
 */

export interface LogRow {
  readonly TimeGenerated: Date;
  readonly Message: string;
}

type Row = Readonly<Record<string, unknown>>;
type Evaluate = (row: Row) => unknown;

/** The rows that a query over the table AppTraces returns at a time. */
export function queryLines(query: string, lines: readonly LogRow[], now: Date): readonly Row[] {
  const [table = "", ...stages] = query.split(" | ");
  if (table !== "AppTraces") throw new Error(`no table ${table}`);
  return stages.reduce<readonly Row[]>(
    (rows, stage) => applyStage(stage, rows, now),
    [...lines].map((line) => ({ ...line })),
  );
}

function applyStage(stage: string, rows: readonly Row[], now: Date): readonly Row[] {
  const reader = tokensOf(stage);
  const operator = reader.take();
  if (operator === "where") {
    const holds = readAnd(reader, now);
    return endOf(
      reader,
      rows.filter((row) => holds(row) === true),
    );
  }
  if (operator === "extend") {
    const columns = readColumns(reader, now);
    return endOf(
      reader,
      rows.map((row) => withColumns(row, columns)),
    );
  }
  if (operator !== "summarize") throw new Error(`no operator ${operator}`);
  return summarize(reader, rows, now);
}

type Column = readonly [name: string, evaluate: Evaluate];

function readColumns(reader: Tokens, now: Date): readonly Column[] {
  const columns: Column[] = [];
  do {
    const name = reader.take();
    reader.expect("=");
    columns.push([name, readAnd(reader, now)]);
  } while (reader.skip(","));
  return columns;
}

function withColumns(row: Row, columns: readonly Column[]): Row {
  return columns.reduce<Row>((known, [name, evaluate]) => ({ ...known, [name]: evaluate(known) }), row);
}

/** `arg_max(TimeGenerated, *) by column`, or `name = count() by column = expression`. */
function summarize(reader: Tokens, rows: readonly Row[], now: Date): readonly Row[] {
  const first = reader.take();
  if (first === "arg_max") {
    for (const text of ["(", "TimeGenerated", ",", "*", ")", "by"]) reader.expect(text);
    const by = reader.take();
    const sorted = rows.toSorted((a, b) => Number(a["TimeGenerated"]) - Number(b["TimeGenerated"]));
    return endOf(reader, [...new Map(sorted.map((row) => [row[by], row])).values()]);
  }
  for (const text of ["=", "count", "(", ")", "by"]) reader.expect(text);
  const columns = readColumns(reader, now);
  const groups = new Map<string, { readonly first: Row; readonly count: number }>();
  for (const row of rows.map((each) => withColumns(each, columns))) {
    const key = JSON.stringify(columns.map(([name]) => row[name]));
    groups.set(key, { first: row, count: (groups.get(key)?.count ?? 0) + 1 });
  }
  return endOf(
    reader,
    [...groups.values()].map((group) => ({ ...group.first, [first]: group.count })),
  );
}

interface Tokens {
  readonly peek: () => string | undefined;
  readonly take: () => string;
  readonly skip: (text: string) => boolean;
  readonly expect: (text: string) => void;
}

function tokensOf(text: string): Tokens {
  const tokens = text.match(/"[^"]*"|[\w]+|==|!=|[<>=(),.*]/g) ?? [];
  let at = 0;
  const take = (): string => tokens[at++] ?? "";
  return {
    peek: () => tokens[at],
    take,
    skip: (expected) => {
      if (tokens[at] !== expected) return false;
      at += 1;
      return true;
    },
    expect: (expected) => {
      const found = take();
      if (found !== expected) throw new Error(`${expected} expected, not ${found}, in: ${text}`);
    },
  };
}

function endOf<T>(reader: Tokens, value: T): T {
  const rest = reader.peek();
  if (rest !== undefined) throw new Error(`cannot read ${rest}`);
  return value;
}

function readAnd(reader: Tokens, now: Date): Evaluate {
  let all = readComparison(reader, now);
  while (reader.skip("and")) {
    const [left, right] = [all, readComparison(reader, now)];
    all = (row) => left(row) === true && right(row) === true;
  }
  return all;
}

/** A comparison with what is absent is never true, as in Kusto. */
const COMPARISONS: Readonly<Record<string, (left: unknown, right: unknown) => boolean>> = {
  "==": (left, right) => left === right,
  "<": (left, right) => isThere(left) && isThere(right) && Number(left) < Number(right),
  ">": (left, right) => isThere(left) && isThere(right) && Number(left) > Number(right),
};

function isThere(value: unknown): boolean {
  return value !== undefined && value !== null;
}

function readComparison(reader: Tokens, now: Date): Evaluate {
  const left = readTerm(reader, now);
  if (reader.skip("in")) {
    reader.expect("(");
    const values = [readTerm(reader, now)];
    while (reader.skip(",")) values.push(readTerm(reader, now));
    reader.expect(")");
    return (row) => values.some((value) => value(row) === left(row));
  }
  const compare = COMPARISONS[reader.peek() ?? ""];
  if (!compare) return left;
  reader.take();
  const right = readTerm(reader, now);
  return (row) => compare(left(row), right(row));
}

const FUNCTIONS: Readonly<Record<string, (value: unknown) => unknown>> = {
  parse_json: (value) => JSON.parse(String(value)) as unknown,
  tostring: (value) => (isThere(value) ? String(value) : ""),
  todouble: (value) => (isThere(value) ? Number(value) : undefined),
  todatetime: (value) => (isThere(value) ? new Date(String(value)) : undefined),
};

function readTerm(reader: Tokens, now: Date): Evaluate {
  const token = reader.take();
  if (token.startsWith('"')) return () => token.slice(1, -1);
  if (/^\d+$/.test(token)) return () => Number(token);
  if (!reader.skip("(")) return readPath(reader, token);
  if (token === "ago") {
    const minutes = Number(/^(\d+)m$/.exec(reader.take())?.[1]);
    reader.expect(")");
    return () => new Date(now.getTime() - minutes * 60_000);
  }
  const apply = FUNCTIONS[token];
  if (!apply) throw new Error(`no function ${token}`);
  const inner = readAnd(reader, now);
  reader.expect(")");
  return (row) => apply(inner(row));
}

function readPath(reader: Tokens, first: string): Evaluate {
  const path = [first];
  while (reader.skip(".")) path.push(reader.take());
  return (row) => path.reduce<unknown>((value, name) => (Object(value) as Row)[name], row);
}
