import { app } from "@azure/functions";
import { serve } from "../shared/http/route";
import { GET_SUBSCRIPTION_ROUTE } from "../shared/http/routes/subscriptions";
import { services } from "../shared/runtime/services";

app.http("getSubscription", serve(GET_SUBSCRIPTION_ROUTE, services));
