/**
 * The count of requests to storage by service and operation, for the metric of what storage costs. It changes no
 * request.
 */
import { type StorageOperation } from "../../model/log";
import { type Pipeline } from "./sdk";

export type CountStorage = (operation: StorageOperation) => void;

/** Counts each request of a client when it is sent, repeated ones too, since storage bills and limits requests. */
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

/**
 * The operation of a request, by its method and address alone (REST API of Table and Queue storage). A transaction is
 * one operation, as it is billed.
 */
export function toStorageOperation(
  service: StorageOperation["service"],
  method: string,
  url: string,
): StorageOperation {
  const path = new URL(url).pathname;
  return { service, operation: service === "table" ? tableOperation(method, path) : queueOperation(method, path) };
}

function tableOperation(method: string, path: string): string {
  if (path.endsWith("/$batch")) return "transaction";
  const isRow = /\(.*,.*\)$/.test(decodeURIComponent(path));
  if (method === "GET") return isRow ? "get" : "query";
  if (method === "POST") return path.endsWith("/Tables") ? "create" : "insert";
  const words: Readonly<Record<string, string>> = { PUT: "replace", PATCH: "merge", MERGE: "merge", DELETE: "remove" };
  return words[method] ?? "other";
}

function queueOperation(method: string, path: string): string {
  if (path.endsWith("/messages")) return method === "POST" ? "send" : "other";
  return method === "PUT" ? "create" : "other";
}
