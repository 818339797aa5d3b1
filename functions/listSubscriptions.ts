import { app } from "@azure/functions";
import { serve } from "../shared/http/route";
import { LIST_SUBSCRIPTIONS_ROUTE } from "../shared/http/routes/subscriptions";
import { services } from "../shared/runtime/services";

app.http("listSubscriptions", serve(LIST_SUBSCRIPTIONS_ROUTE, services));
