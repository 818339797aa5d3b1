import { type Pipeline } from "../client/sdk";

/** The property that marks an update in a transaction as a removal by version. */
export const REMOVAL_MARK = "removeByVersion";

const MARKED = `"${REMOVAL_MARK}":true`;
const PART_BOUNDARY = "\r\n--changeset_";
const UPDATE = /\r\n\r\nPUT (\S+ HTTP\/1\.1)\r\n/;
const BODY = /\r\n\r\n\s*\{.*\}$/s;

/**
 * Adds removals by version to transactions. The service accepts them, but the SDK cannot send them (data-tables 13.3): its removals
 * are for any version. So a removal is given to the SDK as a marked update by version, and is changed to a removal here, when the
 * request is sent.
 */
export function addRemovalByVersion(pipeline: Pipeline): void {
  pipeline.addPolicy(
    {
      name: "removalByVersion",
      sendRequest(request, next) {
        if (typeof request.body === "string" && request.body.includes(MARKED))
          request.body = request.body.split(PART_BOUNDARY).map(toRemoval).join(PART_BOUNDARY);
        return next(request);
      },
    },
    { phase: "Serialize" }, // before the request is measured and signed
  );
}

/** A text within the JSON of a part cannot be taken for one of its header lines: JSON has no raw line breaks. */
function toRemoval(part: string): string {
  if (!part.includes(MARKED)) return part;
  return part
    .replace(UPDATE, "\r\n\r\nDELETE $1\r\n")
    .replace(/\r\nContent-Type: application\/json[^\r]*/i, "")
    .replace(BODY, "\r\n\r\n");
}
