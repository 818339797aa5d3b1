import { app } from "@azure/functions";
import { serve } from "../shared/http/route";
import { UNSUBSCRIBE_ROUTE } from "../shared/http/routes/subscriptions";
import { services } from "../shared/runtime/services";

app.http("unsubscribe", serve(UNSUBSCRIBE_ROUTE, services));
