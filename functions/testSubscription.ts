import { app } from "@azure/functions";
import { serve } from "../shared/http/route";
import { TEST_SUBSCRIPTION_ROUTE } from "../shared/http/routes/subscriptionTest";
import { services } from "../shared/runtime/services";

app.http("testSubscription", serve(TEST_SUBSCRIPTION_ROUTE, services));
