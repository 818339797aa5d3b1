import { type ListItemsDeps } from "../../shared/data/listItems";
import {
  type ListDataSourcesDeps,
  type ListEntitiesDeps,
  type ListInstancesDeps,
  type ListMeasuresDeps,
  type ListSegmentsDeps,
} from "../../shared/data/lookups";
import { type HttpPorts } from "../../shared/http/ports";
import { type Route } from "../../shared/http/route";
import { GET_ENTITY_SCHEMA_ROUTE } from "../../shared/http/routes/entities";
import { GET_ITEM_ROUTE, LIST_ITEMS_ROUTE } from "../../shared/http/routes/items";
import {
  LIST_DATA_SOURCES_ROUTE,
  LIST_ENTITIES_ROUTE,
  LIST_INSTANCES_ROUTE,
  LIST_MEASURES_ROUTE,
  LIST_SEGMENTS_ROUTE,
} from "../../shared/http/routes/lookups";

/** The ports that these routes take from `services`. */
export type ReadsDeps = ListInstancesDeps &
  ListDataSourcesDeps &
  ListSegmentsDeps &
  ListMeasuresDeps &
  ListEntitiesDeps &
  ListItemsDeps &
  Pick<HttpPorts, "links">;

/** The routes that read the source with GET, but for partitions. The last two read items. */
export const READ_ROUTES: readonly Route<ReadsDeps>[] = [
  LIST_INSTANCES_ROUTE,
  LIST_DATA_SOURCES_ROUTE,
  LIST_SEGMENTS_ROUTE,
  LIST_MEASURES_ROUTE,
  LIST_ENTITIES_ROUTE,
  GET_ENTITY_SCHEMA_ROUTE,
  LIST_ITEMS_ROUTE,
  GET_ITEM_ROUTE,
];
