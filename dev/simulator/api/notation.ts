/** The notation of answers: how times, enums and missing dates are written. */
import { type Scene } from "../world/scene";

const ENUMS = new Set(
  (
    "taskStatus jobStatus operationType subType jobType jobSubmissionKind refreshState kind state provisioningState " +
    "instanceType entityType dataflowType exceptionCulprit resultSeverity code type bucket operation relationshipType"
  ).split(" "),
);

const DATES = new Set(
  (
    "endTimestamp lastSuccessfulTimestamp submittedTimestamp lastRefresh evaluationDate evaluationTime endTime " +
    "lastSuccessful refreshTime expiryTimeUtc endDate expirationTime maxAllowedExpirationTime modifiedTime"
  ).split(" "),
);

const CHANGE_CASE: Readonly<Record<Scene["casing"], (text: string) => string>> = {
  camel: (text) => text,
  pascal: (text) => text.charAt(0).toUpperCase() + text.slice(1),
  lower: (text) => text.toLowerCase(),
  upper: (text) => text.toUpperCase(),
};

/** Rewrites an answer the way the scene has enums and missing dates. */
export function applyScene(value: unknown, scene: Pick<Scene, "casing" | "missingDates">): unknown {
  if (Array.isArray(value)) return value.map((item) => applyScene(item, scene));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, part]) => {
      if (part === null && DATES.has(name)) return missingDate(name, scene);
      if (typeof part === "string" && ENUMS.has(name)) return [[name, CHANGE_CASE[scene.casing](part)]];
      return [[name, applyScene(part, scene)]];
    }),
  );
}

const NO_DATE = "0001-01-01T00:00:00";

function missingDate(name: string, { missingDates }: Pick<Scene, "missingDates">): [string, string | null][] {
  if (missingDates === "absent") return [];
  return [[name, missingDates === "null" ? null : NO_DATE]];
}

/** null stands for "no date" until the scene decides how that is written. */
export function formatTimeOrNull(at: number | undefined): string | null {
  return at === undefined ? null : formatTime(at);
}

/** The source writes seven digits of a second; those beyond the millisecond depend on the instant alone. */
export function formatTime(at: number): string {
  const finer = String((Math.trunc(at / 10) * 7919 + (at % 10) * 1009) % 10_000).padStart(4, "0");
  return new Date(at).toISOString().replace("Z", `${finer}Z`);
}
