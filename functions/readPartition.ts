import { app } from "@azure/functions";
import { serve } from "../shared/http/route";
import { READ_PARTITION_ROUTE } from "../shared/http/routes/partitions";
import { services } from "../shared/runtime/services";

app.http("readPartition", serve(READ_PARTITION_ROUTE, services));
