import { app } from "@azure/functions";
import { serve } from "../shared/http/route";
import { CREATE_ITEM_ROUTE } from "../shared/http/routes/writes";
import { services } from "../shared/runtime/services";

app.http("createItem", serve(CREATE_ITEM_ROUTE, services));
