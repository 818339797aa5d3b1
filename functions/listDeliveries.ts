import { app } from "@azure/functions";
import { serve } from "../shared/http/route";
import { LIST_DELIVERIES_ROUTE } from "../shared/http/routes/deliveries";
import { services } from "../shared/runtime/services";

app.http("listDeliveries", serve(LIST_DELIVERIES_ROUTE, services));
