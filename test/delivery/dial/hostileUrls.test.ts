import { createPost } from "../../../shared/delivery/createPost";
import { parseSubscribe } from "../../../shared/http/parseSubscribe";
import { aCaller } from "../../builders/aCaller";
import { aHttpRequest } from "../../http/aHttpRequest";
import { problemOf } from "../../http/problemOf";
import HOSTILE from "../../validation/hostileUrls.json";
import { openedSockets } from "./openedSockets";

const ALLOWED = [".api.powerplatform.com", ".logic.azure.com"];

test("the corpus has at least 300 URLs, each once, each with its reason", () => {
  expect(new Set(HOSTILE.map(({ url }) => url)).size).toBeGreaterThanOrEqual(300);
  expect(
    HOSTILE.filter(({ url, why }, at) => why === "" || HOSTILE.findIndex((each) => each.url === url) < at),
  ).toEqual([]);
});

test("every hostile URL is refused at subscribe, by the field's name and without repeating it", async () => {
  for (const { url, why } of HOSTILE) {
    const { status, options, message } = await problemOf(() =>
      parseSubscribe(aHttpRequest({ json: { callbackUrl: url } }), aCaller(), ALLOWED),
    );
    expect({ why, url, status, target: options.target }).toEqual({ why, url, status: 400, target: "callbackUrl" });
    expect(url.length > 20 && message.includes(url)).toBe(false);
  }
});

test("every hostile URL that was stored all the same is refused at the attempt: no name is looked up, no address dialled", async () => {
  const lookedUp: string[] = [];
  const resolve = async (hostname: string): Promise<[]> => {
    lookedUp.push(hostname);
    return [];
  };
  const post = createPost({ allowedHosts: ALLOWED, connectionsPerHost: 1 }, () => new Date(), resolve);
  const opened = await openedSockets(async () => {
    for (const { url, why } of HOSTILE) {
      const answer = await post({ url, headers: {}, body: "{}" }, 5_000);
      expect({ why, url, error: answer.error }).toEqual({ why, url, error: "address-refused" });
    }
  });
  expect({ opened, lookedUp }).toEqual({ opened: 0, lookedUp: [] });
});
