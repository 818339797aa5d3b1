import { CREATE_ITEM } from "../../shared/http/schemas/createItem";
import { GET_ENTITY_SCHEMA } from "../../shared/http/schemas/getEntitySchema";
import { GET_ITEM } from "../../shared/http/schemas/getItem";
import { GET_SUBSCRIPTION } from "../../shared/http/schemas/getSubscription";
import { LIST_DATA_SOURCES } from "../../shared/http/schemas/listDataSources";
import { LIST_DEAD_LETTERS } from "../../shared/http/schemas/listDeadLetters";
import { LIST_DELIVERIES } from "../../shared/http/schemas/listDeliveries";
import { LIST_ENTITIES } from "../../shared/http/schemas/listEntities";
import { LIST_EVENTS } from "../../shared/http/schemas/listEvents";
import { LIST_INSTANCES } from "../../shared/http/schemas/listInstances";
import { LIST_ITEMS } from "../../shared/http/schemas/listItems";
import { LIST_MEASURES } from "../../shared/http/schemas/listMeasures";
import { LIST_PARTITIONS } from "../../shared/http/schemas/listPartitions";
import { LIST_SEGMENTS } from "../../shared/http/schemas/listSegments";
import { LIST_SUBSCRIPTIONS } from "../../shared/http/schemas/listSubscriptions";
import { READ_PARTITION } from "../../shared/http/schemas/readPartition";
import { REDRIVE_DEAD_LETTERS } from "../../shared/http/schemas/redriveDeadLetters";
import { STATUS_REPORT } from "../../shared/http/schemas/statusReport";
import { TEST_SUBSCRIPTION } from "../../shared/http/schemas/testSubscription";
import { UNSUBSCRIBE } from "../../shared/http/schemas/unsubscribe";
import { UPDATE_ITEM } from "../../shared/http/schemas/updateItem";
import { type DescribedOperation, describeOperation } from "./describedOperation";

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
