import { startAzurite } from "../azurite/startAzurite";
import { startFlow } from "../flow/startFlow";
import { startHost } from "../host/startHost";
import { startSimulator } from "../simulator/startSimulator";
import { type Programs } from "./programs";

/** Azurite and the function app in processes of their own, the two stand-ins in this one. */
export const realPrograms: Programs = { startAzurite, startFlow, startHost, startSimulator };
