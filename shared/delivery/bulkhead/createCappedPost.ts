import { type Answer } from "../../model/delivery";
import { type CallbackRequest } from "../buildCallback";
import { type Post } from "../createPost";
import { type Bulkhead } from "./createBulkhead";

/** Of the deadline; the rest is enough for a host whose turns end so quickly that somebody waits for one. */
const MOST_WAIT = 0.5;

/** A POST that waits for its turn at its host, within its deadline. Without one nothing was sent: it is no attempt. */
export function createCappedPost(
  post: Post,
  bulkhead: Bulkhead,
  deadlineMs: number,
): (callback: CallbackRequest) => Promise<Answer | "no-turn"> {
  return (callback) =>
    bulkhead(hostOf(callback), deadlineMs * MOST_WAIT, (waitedMs) => post(callback, deadlineMs - waitedMs));
}

/** What is no URL has no host to protect: `post` refuses it. */
function hostOf({ url }: CallbackRequest): string {
  return URL.canParse(url) ? new URL(url).host : "";
}
