import { type SubjectState } from "../../model/subject";
import { rowGuard } from "../rows/rowGuard";
import { COUNT, INSTANT, TEXT, rowSchema } from "../rows/rowSchema";

const DATA_SOURCE = rowSchema(
  {
    kind: { const: "data-source" },
    signal: { enum: ["nodes", "refresh-state", "undecided"] },
    refreshState: TEXT,
    episode: COUNT,
    baselineAt: INSTANT,
  },
  { settledAt: INSTANT, held: rowSchema({ endedAt: INSTANT, since: INSTANT }) },
);

/** One schema per kind of subject. */
export const isSubjectState = rowGuard<SubjectState>({ anyOf: [DATA_SOURCE] });
