import { type Pipeline } from "../sdk";

/**
 * Tells of an error the SDK threw whether its request was sent more than once: then an earlier send may have been done and
 * its answer lost, which the last answer does not show.
 */
export function countSends(pipeline: Pipeline): (thrown: unknown) => boolean {
  const sends = new WeakMap<object, number>();
  pipeline.addPolicy(
    {
      name: "countSends",
      sendRequest(request, next) {
        sends.set(request, (sends.get(request) ?? 0) + 1);
        return next(request);
      },
    },
    { afterPhase: "Retry" },
  );
  return (thrown) => {
    const request = thrown instanceof Error && "request" in thrown ? thrown.request : undefined;
    return typeof request === "object" && request !== null && (sends.get(request) ?? 0) > 1;
  };
}
