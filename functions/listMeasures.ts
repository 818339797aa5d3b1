import { app } from "@azure/functions";
import { serve } from "../shared/http/route";
import { LIST_MEASURES_ROUTE } from "../shared/http/routes/lookups";
import { services } from "../shared/runtime/services";

app.http("listMeasures", serve(LIST_MEASURES_ROUTE, services));
