import { type Pipeline } from "../client/sdk";

/** Marks an update in a transaction that is meant as a removal by version. */
export const REMOVAL_MARK = "removeByVersion";

const MARKED = `"${REMOVAL_MARK}":true`;
const PART_BOUNDARY = "\r\n--changeset_";
const UPDATE = /\r\n\r\nPUT (\S+ HTTP\/1\.1)\r\n/;
const BODY = /\r\n\r\n\s*\{.*\}$/s;

/**
 * The service takes a version with a removal in a transaction, but the SDK gives no way to send it (data-tables 13.3): its
 * removals are for any version. So such a removal is handed to the SDK as a marked update by version, and becomes a removal
 * here, on its way out.
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

/** Texts inside a part's JSON cannot look like its lines: JSON has no raw line breaks. */
function toRemoval(part: string): string {
  if (!part.includes(MARKED)) return part;
  return part
    .replace(UPDATE, "\r\n\r\nDELETE $1\r\n")
    .replace(/\r\nContent-Type: application\/json[^\r]*/i, "")
    .replace(BODY, "\r\n\r\n");
}
