import { app } from "@azure/functions";
import { serve } from "../shared/http/route";
import { GET_ENTITY_SCHEMA_ROUTE } from "../shared/http/routes/entities";
import { services } from "../shared/runtime/services";

app.http("getEntitySchema", serve(GET_ENTITY_SCHEMA_ROUTE, services));
