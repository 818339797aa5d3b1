import * as fc from "fast-check";
import { subscriptionHash } from "../../shared/model/subscription";
import { aKey } from "../builders/aSubscription";

test("the name of a subscription in logs is twelve hex digits that tell subscriptions apart and hide the random part", () => {
  fc.assert(
    fc.property(fc.base64String({ minLength: 20, maxLength: 24 }), (random) => {
      const hash = subscriptionHash(aKey("", { random }));
      expect(hash).toMatch(/^[0-9a-f]{12}$/);
      expect(hash).not.toBe(subscriptionHash(aKey("", { random: `${random}0` })));
      expect(random).not.toContain(hash);
    }),
  );
});
