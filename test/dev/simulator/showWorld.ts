import { type SimulatorUnderTest } from "./withSimulator";

interface Shown {
  readonly seed: number;
  readonly clock: { readonly now: string; readonly factor: number };
  readonly faults: readonly unknown[];
  readonly instances: readonly {
    readonly instanceId: string;
    readonly name: string | null;
    readonly dataSources: readonly {
      readonly name: string;
      readonly dataSourceId: string;
      readonly hasNode: boolean;
    }[];
    readonly segments: readonly { readonly name: string }[];
    readonly measures: readonly { readonly name: string }[];
    readonly runningJobs: readonly unknown[];
  }[];
}

/** What the control interface shows. */
export async function showWorld({ control }: SimulatorUnderTest): Promise<Shown> {
  return (await control("GET", "")) as Shown;
}
