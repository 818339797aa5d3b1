/** The operations of the connector that are no triggers, in the order of the definition. */
import { LIST_DEAD_LETTERS } from "../../shared/http/routes/deadLetters";
import { LIST_DELIVERIES } from "../../shared/http/routes/deliveries";
import { GET_ENTITY_SCHEMA } from "../../shared/http/routes/entities";
import { LIST_EVENTS } from "../../shared/http/routes/events";
import { GET_ITEM, LIST_ITEMS } from "../../shared/http/routes/items";
import {
  LIST_DATA_SOURCES,
  LIST_ENTITIES,
  LIST_INSTANCES,
  LIST_MEASURES,
  LIST_SEGMENTS,
} from "../../shared/http/routes/lookups";
import { LIST_PARTITIONS, READ_PARTITION } from "../../shared/http/routes/partitions";
import { REDRIVE_DEAD_LETTERS } from "../../shared/http/routes/redrive";
import { STATUS_REPORT } from "../../shared/http/routes/statusReport";
import {
  GET_SUBSCRIPTION,
  LIST_SUBSCRIPTIONS,
  TEST_SUBSCRIPTION,
  UNSUBSCRIBE,
} from "../../shared/http/routes/subscriptions";
import { CREATE_ITEM, UPDATE_ITEM } from "../../shared/http/routes/writes";
import { type RouteSchema, type WriteSchema } from "../../shared/http/schema";

type Answer = RouteSchema["answer"];

/** A route as the definition describes it, whichever form its schema has. */
export interface DescribedOperation extends Omit<RouteSchema, "method" | "answer"> {
  readonly method: "GET" | "POST" | "PATCH" | "DELETE";
  readonly body?: WriteSchema["body"];
  /** Answer schemas by status; null stands for an answer that has no body. */
  readonly answers: Readonly<Record<string, Answer | null>>;
  readonly visibility: "important" | "advanced" | "internal";
}

/** All operations that are no triggers. */
export const OPERATIONS: readonly DescribedOperation[] = [
  describeOperation(UNSUBSCRIBE, "internal"),
  describeOperation(LIST_ITEMS, "important"),
  describeOperation(GET_ITEM, "important"),
  describeOperation(CREATE_ITEM, "important"),
  describeOperation(UPDATE_ITEM, "important"),
  describeOperation(STATUS_REPORT, "important"),
  describeOperation(LIST_EVENTS, "important"),
  describeOperation(LIST_INSTANCES, "advanced"),
  describeOperation(LIST_DATA_SOURCES, "advanced"),
  describeOperation(LIST_SEGMENTS, "advanced"),
  describeOperation(LIST_MEASURES, "advanced"),
  describeOperation(LIST_ENTITIES, "advanced"),
  describeOperation(GET_ENTITY_SCHEMA, "internal"),
  describeOperation(LIST_PARTITIONS, "advanced"),
  describeOperation(READ_PARTITION, "advanced"),
  describeOperation(LIST_SUBSCRIPTIONS, "advanced"),
  describeOperation(GET_SUBSCRIPTION, "advanced"),
  describeOperation(TEST_SUBSCRIPTION, "advanced"),
  describeOperation(LIST_DELIVERIES, "advanced"),
  describeOperation(LIST_DEAD_LETTERS, "advanced"),
  describeOperation(REDRIVE_DEAD_LETTERS, "advanced"),
];

type Told = Omit<RouteSchema, "method" | "answer"> & { readonly method: DescribedOperation["method"] };

/** The operation of a route's schema. */
function describeOperation(
  schema: Told & (Pick<RouteSchema, "answer"> | { readonly answers: DescribedOperation["answers"] }),
  visibility: DescribedOperation["visibility"],
): DescribedOperation {
  const answers = "answers" in schema ? schema.answers : { 200: schema.answer };
  return { ...schema, answers, visibility };
}
