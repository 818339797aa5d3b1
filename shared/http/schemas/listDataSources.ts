import { listOf, text } from "./listOf";
import { INSTANCE_ID } from "./parameters";
import { type RouteSchema } from "./routeSchema";

export const LIST_DATA_SOURCES: RouteSchema = {
  operation: "listDataSources",
  method: "GET",
  route: "instances/{instanceId}/data-sources",
  summary: "List data sources",
  description: "Lists the data sources of an instance.",
  parameters: [INSTANCE_ID],
  answer: listOf(
    "Data Sources",
    {
      dataSourceId: text("Data Source Id", "Id of the data source."),
      name: text("Name", "Name of the data source, or its id when it has no name."),
      state: text("State", "How its last refresh stands, such as updated, updating or updatefailed."),
      lastRefreshedAt: text("Last Refreshed At", "When it was refreshed last.", { format: "date-time" }),
    },
    ["dataSourceId", "name"],
  ),
};
