import { app } from "@azure/functions";
import { serve } from "../shared/http/route";
import { LIST_EVENTS_ROUTE } from "../shared/http/routes/events";
import { services } from "../shared/runtime/services";

app.http("listEvents", serve(LIST_EVENTS_ROUTE, services));
