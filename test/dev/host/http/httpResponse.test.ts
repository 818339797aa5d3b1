import { formatCookie } from "../../../../dev/host/http/httpResponse";

test.each([
  [{ name: "a", value: "1 2;(x)" }, "a=1%202%3B%28x%29; path=/"],
  [
    { name: "a", value: "1", path: { value: "/api" }, domain: { value: "example.org" } },
    "a=1; domain=example.org; path=/api",
  ],
  [
    { name: "a", value: "1", sameSite: "explicitNone" as const, secure: { value: true } },
    "a=1; path=/; secure; samesite=none",
  ],
  [{ name: "a", value: "1", sameSite: "none" as const, httpOnly: { value: false } }, "a=1; path=/"],
  [{ name: "a", value: "", maxAge: { value: 0 } }, "a=; max-age=0; path=/"],
  [
    { name: "a", value: "1", expires: { value: { seconds: 1_767_225_600 } }, httpOnly: { value: true } },
    "a=1; expires=Thu, 01 Jan 2026 00:00:00 GMT; path=/; httponly",
  ],
])("%j becomes %s", (cookie, expected) => {
  expect(formatCookie(cookie)).toBe(expected);
});
