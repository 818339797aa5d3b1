import { app } from "@azure/functions";
import { serve } from "../shared/http/route";
import { CHECK_HEALTH_ROUTE } from "../shared/http/routes/health";
import { services } from "../shared/runtime/services";

app.http("checkHealth", serve(CHECK_HEALTH_ROUTE, services));
