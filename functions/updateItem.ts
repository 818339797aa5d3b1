import { app } from "@azure/functions";
import { serve } from "../shared/http/route";
import { UPDATE_ITEM_ROUTE } from "../shared/http/routes/writes";
import { services } from "../shared/runtime/services";

app.http("updateItem", serve(UPDATE_ITEM_ROUTE, services));
