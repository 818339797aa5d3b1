import { CodedError, unlessUnreadable } from "../../shared/model/errors";

function loaded(failure?: Error): Promise<string> {
  return unlessUnreadable(
    async () => {
      await Promise.resolve();
      if (failure) throw failure;
      return "row";
    },
    ({ code }) => code,
  );
}

test("a row that can be read is what it is, and one that cannot is what the caller makes of the error", async () => {
  expect(await loaded()).toBe("row");
  expect(await loaded(new CodedError("invalid-row", "no JSON"))).toBe("invalid-row");
  expect(await loaded(new CodedError("undecryptable", "no key"))).toBe("undecryptable");
});

test("storage that is away, and any other error, says nothing about a row and is thrown", async () => {
  const away = new CodedError("storage-unavailable", "InstanceState cannot be reached");
  await expect(loaded(away)).rejects.toBe(away);
  const bug = new TypeError("a bug");
  await expect(loaded(bug)).rejects.toBe(bug);
});
