import { type HttpRequest, type HttpResponseInit } from "@azure/functions";
import { type EntityRequest } from "../../reads/entities/findEntity";
import { type PartitionsListed } from "../../reads/partitions/listPartitions";
import { answerPage } from "../paging/answerPage";
import { missingEntity } from "../reads/missingEntity";
import { partitionsUrl } from "./partitionsUrl";

interface Asked {
  readonly request: Pick<HttpRequest, "query">;
  readonly entity: EntityRequest;
  readonly publicBaseUrl: string;
}

/** 200 with a page of ids; throws a problem when there are none to list. */
export function answerPartitions(
  { request, entity, publicBaseUrl }: Asked,
  result: PartitionsListed,
): HttpResponseInit {
  if (result.outcome !== "listed") throw missingEntity(entity, result);
  return answerPage(result, { request, url: partitionsUrl(publicBaseUrl, entity) });
}
