import { app } from "@azure/functions";
import { serve } from "../shared/http/route";
import { LIST_INSTANCES_ROUTE } from "../shared/http/routes/lookups";
import { services } from "../shared/runtime/services";

app.http("listInstances", serve(LIST_INSTANCES_ROUTE, services));
