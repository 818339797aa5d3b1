import { app } from "@azure/functions";
import { serve } from "../shared/http/route";
import { REDRIVE_DEAD_LETTERS_ROUTE } from "../shared/http/routes/redrive";
import { services } from "../shared/runtime/services";

app.http("redriveDeadLetters", serve(REDRIVE_DEAD_LETTERS_ROUTE, services));
