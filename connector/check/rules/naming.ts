/** The rules about ids, summaries and descriptions of operations: R20 to R26, R35 and R36. */
import { type PlacedOperation, operationsOf } from "../definition/operations";
import { type Operation } from "../definition/swagger";
import { type Rule } from "./rule";

/** A revision suffix is no word of the sentence. */
const REVISION = / \((?:V\d+|preview|deprecated)\)/gi;

export const NAMING_RULES: readonly Rule[] = [
  {
    id: "R20",
    severity: "gate",
    says: "Each operation has an operationId of its own",
    find: ({ definition }) => {
      const operations = operationsOf(definition);
      const ids = operations.map(({ operation }) => operation.operationId ?? "");
      return operations
        .filter(
          ({ operation: { operationId = "" } }) =>
            operationId === "" || ids.indexOf(operationId) !== ids.lastIndexOf(operationId),
        )
        .map(({ name }) => name);
    },
  },
  each(
    { id: "R21", severity: "guidance", says: "operationId is PascalCase; an underscore only in _V2" },
    ({ operationId = "" }) => /^[A-Z][A-Za-z0-9]*(?:_V\d+)?$/.test(operationId),
  ),
  each(
    {
      id: "R22",
      severity: "gate",
      says: "summary is there, has at most 80 characters, no / and no punctuation at its end",
    },
    ({ summary = "" }) =>
      summary.length > 0 && summary.length <= 80 && !summary.includes("/") && !/[.!?,;:]$/.test(summary),
  ),
  each(
    {
      id: "R23",
      severity: "guidance",
      says: "summary is in sentence case, of letters, digits, blanks and parentheses",
    },
    ({ summary = "" }) => isSentenceCase(summary),
  ),
  each({ id: "R24", severity: "gate", says: "description is there" }, ({ description = "" }) => description !== ""),
  each(
    { id: "R25", severity: "guidance", says: "description ends in punctuation and is not the summary" },
    ({ summary, description = "" }) =>
      description === "" || (/[.!?]$/.test(description) && description !== `${summary}.`),
  ),
  each(
    {
      id: "R26",
      severity: "guidance",
      says: "A trigger's summary is 'When a …', its description 'This operation triggers when …'",
    },
    ({ "x-ms-trigger": trigger, summary = "", description = "" }) =>
      trigger === undefined || (/^When an? /.test(summary) && description.startsWith("This operation triggers when ")),
  ),
  each({ id: "R35", severity: "gate", says: "What is deprecated says so in summary and description" }, (operation) =>
    marksDeprecation(operation),
  ),
  each(
    { id: "R36", severity: "guidance", says: "x-ms-visibility was thought of" },
    (operation) => operation["x-ms-visibility"] !== undefined,
  ),
];

/** A rule that looks at one operation after the other; `keeps` returns whether the operation keeps it. */
function each(
  rule: Pick<Rule, "id" | "severity" | "says">,
  keeps: (operation: Operation, placed: PlacedOperation) => boolean,
): Rule {
  return {
    ...rule,
    find: ({ definition }) =>
      operationsOf(definition)
        .filter((placed) => !keeps(placed.operation, placed))
        .map(({ name }) => name),
  };
}

function isSentenceCase(summary: string): boolean {
  const words = summary.replace(REVISION, "").split(" ");
  return (
    /^[A-Z]/.test(summary) &&
    words.slice(1).every((word) => !/^[A-Z][a-z]/.test(word)) &&
    /^[\p{L}\p{N} ()]*$/u.test(summary)
  );
}

function marksDeprecation({ deprecated = false, summary = "", description = "" }: Operation): boolean {
  const marked = [summary, description].filter((text) => text.toLowerCase().includes("(deprecated)")).length;
  return deprecated ? marked === 2 : marked === 0;
}
