import { type HttpResponseInit } from "@azure/functions";
import { type ItemWrite } from "../../model/entity";
import { type ItemCreated } from "../../reads/writes/createItem";
import { refusedWrite } from "./refusedWrite";

/** 201 for an item that is there, 202 for one that will be; throws a problem for none. */
export function answerCreated(request: ItemWrite, result: ItemCreated): HttpResponseInit {
  if (result.outcome !== "created" && result.outcome !== "accepted") throw refusedWrite(request, result);
  const { validUntil } = request;
  return {
    status: result.outcome === "created" ? 201 : 202,
    jsonBody: { outcome: result.outcome, ...(validUntil === undefined ? {} : { validUntil }) },
  };
}
