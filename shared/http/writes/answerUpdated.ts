import { type HttpResponseInit } from "@azure/functions";
import { type ItemUpdate } from "../../model/entity";
import { type ItemUpdated } from "../../reads/writes/updateItem";
import { refusedWrite } from "./refusedWrite";

/** 204; throws a problem when nothing was changed. */
export function answerUpdated(request: ItemUpdate, result: ItemUpdated): HttpResponseInit {
  if (result.outcome !== "updated") throw refusedWrite(request, result);
  return { status: 204 };
}
