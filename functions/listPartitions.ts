import { app } from "@azure/functions";
import { serve } from "../shared/http/route";
import { LIST_PARTITIONS_ROUTE } from "../shared/http/routes/partitions";
import { services } from "../shared/runtime/services";

app.http("listPartitions", serve(LIST_PARTITIONS_ROUTE, services));
