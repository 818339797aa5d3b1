import { type Instance, type WorkflowEvent, type World } from "../world/model";

/** Puts an event on the agenda; events of one instant happen in the order they were scheduled. */
export function schedule(world: World, at: number, instance: Instance, event: WorkflowEvent): void {
  const instant = Math.round(at);
  const later = world.agenda.findIndex((item) => item.at > instant);
  world.agenda.splice(later < 0 ? world.agenda.length : later, 0, { at: instant, instance, event });
}
