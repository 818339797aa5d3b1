import { app } from "@azure/functions";
import { serve } from "../shared/http/route";
import { STATUS_REPORT_ROUTE } from "../shared/http/routes/statusReport";
import { services } from "../shared/runtime/services";

app.http("statusReport", serve(STATUS_REPORT_ROUTE, services));
