import { app } from "@azure/functions";
import { serve } from "../shared/http/route";
import { LIST_ITEMS_ROUTE } from "../shared/http/routes/items";
import { services } from "../shared/runtime/services";

app.http("listItems", serve(LIST_ITEMS_ROUTE, services));
