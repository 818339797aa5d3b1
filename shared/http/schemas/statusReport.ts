import { DETAILS } from "../../operations/report";
import published from "../statusReport.schema.json";
import { INSTANCE_ID } from "./parameters";
import { type RouteSchema } from "./routeSchema";
import { tellStatus } from "./tellStatus";

export const STATUS_REPORT: RouteSchema = {
  operation: "statusReport",
  method: "GET",
  route: "instances/{instanceId}/status-report",
  summary: "Get the status report of an instance",
  description: "Gets how data sources, unification, segments, measures, the latest runs and deliveries stand.",
  parameters: [
    INSTANCE_ID,
    {
      name: "detail",
      in: "query",
      required: false,
      schema: {
        type: "string",
        enum: [...DETAILS],
        default: "summary",
        title: "Detail",
        description: "Counts only, or each data source, segment and measure too.",
      },
    },
  ],
  answer: { ...tellStatus(published), title: published.title },
};
