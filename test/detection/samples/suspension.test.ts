import { aMeasure, aSample, aSegment } from "../../builders/samples";
import { type Look, watchResource } from "./watchResource";

const there = aSegment({ samples: [aSample(0, 10)] });
const wide = aMeasure({ eligibility: { ok: false, reason: "has-dimensions" } });
const own = aMeasure({ eligibility: { ok: false, reason: "profile-measure" } });
const whole = aMeasure({ samples: [aSample(0, 10)] });

test.each<[string, readonly Look[], readonly string[]]>([
  ["absent once: not yet", [there, "absent"], ["-", "-"]],
  ["absent from two complete lists in a row: deleted", [there, "absent", "absent"], ["-", "-", "resource-deleted"]],
  [
    "said again while it stays away",
    [there, "absent", "absent", "absent"],
    ["-", "-", "resource-deleted", "resource-deleted"],
  ],
  ["absent, back, absent: not in a row", [there, "absent", there, "absent"], ["-", "-", "-", "-"]],
  [
    "absent while the instance is not active: proves nothing",
    [there, "maybe absent", "maybe absent", "absent"],
    ["-", "-", "-", "-"],
  ],
  ["never there", ["absent", "absent"], ["-", "resource-deleted"]],
  ["back again: resumed", [there, "absent", "absent", there, there], ["-", "-", "resource-deleted", "resumed", "-"]],
  ["not eligible any more", [whole, wide, wide], ["-", "has-dimensions", "has-dimensions"]],
  ["eligible again: resumed", [whole, wide, whole], ["-", "has-dimensions", "resumed"]],
  ["not eligible for another reason", [whole, wide, own], ["-", "has-dimensions", "profile-measure"]],
])("%s", (_, looks, expected) => {
  expect(watchResource(looks).map(({ suspend, resume }) => suspend ?? (resume ? "resumed" : "-"))).toEqual(expected);
});
