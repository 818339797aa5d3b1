import { type FlowBehaviour } from "./flowBehaviour";

const ACCEPTS: FlowBehaviour = { behaviour: "accepts" };

/** What each flow is set to do, and how often it did it. */
export interface Flows {
  set(flow: string, behaviour: FlowBehaviour): void;
  /** Without a name: all of them. */
  forget(flow?: string): void;
  list(): readonly (FlowBehaviour & { readonly flow: string; readonly calls: number })[];
  /** The behaviour for the next callback, which it counts. What was set wins over what the URL asks for. */
  next(flow: string, asked?: FlowBehaviour): FlowBehaviour;
}

export function createFlows(): Flows {
  const settings = new Map<string, { behaviour: FlowBehaviour; calls: number }>();
  const askedCalls = new Map<string, number>();
  return {
    set: (flow, behaviour) => void settings.set(flow, { behaviour, calls: 0 }),
    forget(flow) {
      const names = flow === undefined ? [...settings.keys(), ...askedCalls.keys()] : [flow];
      for (const name of names) {
        settings.delete(name);
        askedCalls.delete(name);
      }
    },
    list: () => [...settings].map(([flow, { behaviour, calls }]) => ({ flow, ...behaviour, calls })),
    next(flow, asked) {
      const setting = settings.get(flow);
      if (setting) return within(setting.behaviour, ++setting.calls);
      if (!asked) return ACCEPTS;
      const calls = (askedCalls.get(flow) ?? 0) + 1;
      askedCalls.set(flow, calls);
      return within(asked, calls);
    },
  };
}

function within(behaviour: FlowBehaviour, call: number): FlowBehaviour {
  return behaviour.times === undefined || call <= behaviour.times ? behaviour : ACCEPTS;
}
