import { BASE_URL, type Reads } from "../withReads";

export interface Followed {
  readonly rows: readonly Record<string, unknown>[];
  readonly pages: number;
  readonly counts: readonly unknown[];
}

const MOST_PAGES = 2_000;

/** Every row of a list, by following its links; fails the test when a page is no page or there is no end. */
export async function follow(get: Reads["get"], first: string): Promise<Followed> {
  const rows: Record<string, unknown>[] = [];
  const counts: unknown[] = [];
  let path: string | undefined = first;
  for (let pages = 1; pages <= MOST_PAGES; pages += 1) {
    const { status, json } = await get(path);
    if (status !== 200) throw new Error(`${path}: ${status} ${JSON.stringify(json)}`);
    rows.push(...(json["value"] as Record<string, unknown>[]));
    counts.push(json["@odata.count"]);
    const link = json["@odata.nextLink"] as string | undefined;
    if (link === undefined) return { rows, pages, counts };
    if (!link.startsWith(`${BASE_URL}/instances/`)) throw new Error(`not on the public address: ${link}`);
    path = link.slice(BASE_URL.length + 1);
  }
  throw new Error(`no end after ${MOST_PAGES} pages`);
}
