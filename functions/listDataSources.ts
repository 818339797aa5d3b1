import { app } from "@azure/functions";
import { serve } from "../shared/http/route";
import { LIST_DATA_SOURCES_ROUTE } from "../shared/http/routes/lookups";
import { services } from "../shared/runtime/services";

app.http("listDataSources", serve(LIST_DATA_SOURCES_ROUTE, services));
