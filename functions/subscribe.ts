import { app } from "@azure/functions";
import { serve } from "../shared/http/route";
import { SUBSCRIBE_ROUTE } from "../shared/http/routes/subscribe";
import { services } from "../shared/runtime/services";

app.http("subscribe", serve(SUBSCRIBE_ROUTE, services));
