import { app } from "@azure/functions";
import { serve } from "../shared/http/route";
import { LIST_SEGMENTS_ROUTE } from "../shared/http/routes/lookups";
import { services } from "../shared/runtime/services";

app.http("listSegments", serve(LIST_SEGMENTS_ROUTE, services));
