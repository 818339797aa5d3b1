import { app } from "@azure/functions";
import { ALL_ROUTES } from "../shared/http/routes/allRoutes";
import { serveUnknown } from "../shared/http/routes/unknownAddress";
import { services } from "../shared/runtime/services";

app.http("zUnknownAddress", serveUnknown(ALL_ROUTES, services));
