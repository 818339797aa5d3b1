import { callbackScene } from "./callbackScene";

export const unificationCompleted = callbackScene({
  title: "A flow is called when customer profiles have been unified",
  trigger: "unification-completed",
  flow: "unification-flow",
  wants: () => ({ says: "A flow subscribes to unification.", body: {} }),
  happens: () => ({
    says: "Somebody unifies the customer profiles.",
    control: "refresh",
    body: { scope: "unification", submissionKind: "onDemand" },
  }),
});
