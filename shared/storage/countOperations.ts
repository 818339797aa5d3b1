import { type StorageOperation } from "../model/log";
import { type Pipeline } from "./sdk";
import { toStorageOperation } from "./toStorageOperation";

export type CountStorage = (operation: StorageOperation) => void;

/** Counts each request of a client as it is sent, repeated ones too: that is what storage bills, and limits. */
export function countOperations(pipeline: Pipeline, service: StorageOperation["service"], count?: CountStorage): void {
  if (!count) return;
  pipeline.addPolicy(
    {
      name: "countOperations",
      sendRequest(request, next) {
        count(toStorageOperation(service, request.method, request.url));
        return next(request);
      },
    },
    { afterPhase: "Retry" },
  );
}
