import { app } from "@azure/functions";
import { serve } from "../shared/http/route";
import { GET_ITEM_ROUTE } from "../shared/http/routes/items";
import { services } from "../shared/runtime/services";

app.http("getItem", serve(GET_ITEM_ROUTE, services));
