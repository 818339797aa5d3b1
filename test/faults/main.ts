import { runSchedule } from "./schedules/runSchedule";
async function main() {
  const n = Number(process.argv[2]);
  const s = Number(process.argv[3]);
  const trace = process.argv[4];
  const t = performance.now();
  const total = { steps: 0, kills: 0, events: 0, posts: 0, duplicates: 0 };
  let bad = 0;
  for (let seed = s; seed < s + n; seed++) {
    const r = await runSchedule(
      seed,
      trace ? (now, text) => process.stdout.write(new Date(now).toISOString() + " " + text + "\n") : undefined,
    );
    for (const k of Object.keys(total) as (keyof typeof total)[]) total[k] += r[k];
    if (r.problems.length) {
      bad++;
      process.stdout.write(`seed ${seed}: ${r.problems.slice(0, 3).join("\n   ")}\n`);
      if (bad > 10) break;
    }
  }
  process.stdout.write(JSON.stringify({ ...total, ms: performance.now() - t }) + "\n");
}
void main();
