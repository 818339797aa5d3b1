import { type AgendaItem, type World } from "../world/model";
import { beginReadyTasks } from "./beginReadyTasks";
import { endTask } from "./endTask";
import { startTask } from "./startTask";

/**
 * Replays what happened until the clock's present, each event at its own instant. There are no timers: the workflow is
 * brought up to date whenever someone looks, so that it runs the same however often that is.
 */
export function settle(world: World, until = world.clock.now()): void {
  let item = world.agenda[0];
  while (item && item.at <= until) {
    world.agenda.shift();
    world.now = item.at;
    happen(world, item);
    beginReadyTasks(world, item.instance);
    item = world.agenda[0];
  }
  world.now = until;
}

function happen(world: World, { instance, event }: AgendaItem): void {
  switch (event.kind) {
    case "jobIsDue":
      if (event.job.endAt === undefined) event.job.status = "running";
      return;
    case "taskEnds":
      endTask(world, instance, event.task);
      return;
    case "taskRetries":
      startTask(world, instance, event.task);
  }
}
