import { type LogMessage } from "../child/messages";
import { type ChildExit } from "../child/startChild";
import { type AzuritePorts } from "../azurite/connectionString";
import { type Flow } from "../flow/startFlow";

export interface Stoppable {
  stop(): Promise<unknown>;
}

export interface StorageProgram extends Stoppable {
  readonly connectionString: string;
  readonly ports: AzuritePorts;
}

export interface SimulatorProgram extends Stoppable {
  readonly url: string;
}

export interface HostProgram extends Stoppable {
  readonly url: string;
  readonly exited: Promise<ChildExit>;
  kill(): Promise<unknown>;
}

export interface HostOptions {
  readonly port: number;
  readonly env: Readonly<Record<string, string>>;
  /** Further flags. */
  readonly args: readonly string[];
  readonly onLog: (log: LogMessage) => void;
}

/** How the four programs are started; tests start lighter ones. */
export interface Programs {
  startAzurite(options: { readonly ports: AzuritePorts; readonly persistTo?: string }): Promise<StorageProgram>;
  startSimulator(options: {
    readonly port: number;
    readonly seed: number;
    readonly speed: number;
    /** Absent: each start is a new company. */
    readonly timelineFile?: string;
  }): Promise<SimulatorProgram>;
  startFlow(options: { readonly port: number }): Promise<Flow>;
  startHost(options: HostOptions): Promise<HostProgram>;
}
