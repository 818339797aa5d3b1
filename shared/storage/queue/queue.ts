/** What this application needs of a queue. Throws `storage-unavailable` when it cannot be reached. */
export interface Queue {
  readonly name: string;
  /** The message shows after `delaySeconds`, at most seven days, and never expires. It may be sent twice. */
  send(text: string, delaySeconds: number): Promise<void>;
}
