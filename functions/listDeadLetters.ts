import { app } from "@azure/functions";
import { serve } from "../shared/http/route";
import { LIST_DEAD_LETTERS_ROUTE } from "../shared/http/routes/deadLetters";
import { services } from "../shared/runtime/services";

app.http("listDeadLetters", serve(LIST_DEAD_LETTERS_ROUTE, services));
