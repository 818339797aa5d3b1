import { app } from "@azure/functions";
import { serve } from "../shared/http/route";
import { LIST_ENTITIES_ROUTE } from "../shared/http/routes/lookups";
import { services } from "../shared/runtime/services";

app.http("listEntities", serve(LIST_ENTITIES_ROUTE, services));
