/**
 * Every HTTP route. The connector's definition is generated from this list, in this order; the fuzzer and tests walk
 * through it.
 */
import { LIST_DEAD_LETTERS_ROUTE } from "./deadLetters";
import { LIST_DELIVERIES_ROUTE } from "./deliveries";
import { GET_ENTITY_SCHEMA_ROUTE } from "./entities";
import { LIST_EVENTS_ROUTE } from "./events";
import { CHECK_HEALTH_ROUTE } from "./health";
import { GET_ITEM_ROUTE, LIST_ITEMS_ROUTE } from "./items";
import {
  LIST_DATA_SOURCES_ROUTE,
  LIST_ENTITIES_ROUTE,
  LIST_INSTANCES_ROUTE,
  LIST_MEASURES_ROUTE,
  LIST_SEGMENTS_ROUTE,
} from "./lookups";
import { LIST_PARTITIONS_ROUTE, READ_PARTITION_ROUTE } from "./partitions";
import { REDRIVE_DEAD_LETTERS_ROUTE } from "./redrive";
import { STATUS_REPORT_ROUTE } from "./statusReport";
import { SUBSCRIBE_ROUTE } from "./subscribe";
import { GET_SUBSCRIPTION_ROUTE, LIST_SUBSCRIPTIONS_ROUTE, UNSUBSCRIBE_ROUTE } from "./subscriptions";
import { TEST_SUBSCRIPTION_ROUTE } from "./subscriptionTest";
import { CREATE_ITEM_ROUTE, UPDATE_ITEM_ROUTE } from "./writes";

export const ALL_ROUTES = [
  SUBSCRIBE_ROUTE,
  UNSUBSCRIBE_ROUTE,
  LIST_ITEMS_ROUTE,
  GET_ITEM_ROUTE,
  CREATE_ITEM_ROUTE,
  UPDATE_ITEM_ROUTE,
  STATUS_REPORT_ROUTE,
  LIST_EVENTS_ROUTE,
  LIST_INSTANCES_ROUTE,
  LIST_DATA_SOURCES_ROUTE,
  LIST_SEGMENTS_ROUTE,
  LIST_MEASURES_ROUTE,
  LIST_ENTITIES_ROUTE,
  GET_ENTITY_SCHEMA_ROUTE,
  LIST_PARTITIONS_ROUTE,
  READ_PARTITION_ROUTE,
  LIST_SUBSCRIPTIONS_ROUTE,
  GET_SUBSCRIPTION_ROUTE,
  TEST_SUBSCRIPTION_ROUTE,
  LIST_DELIVERIES_ROUTE,
  LIST_DEAD_LETTERS_ROUTE,
  REDRIVE_DEAD_LETTERS_ROUTE,
  CHECK_HEALTH_ROUTE,
] as const;
