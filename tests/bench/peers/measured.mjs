// What the runners on Node have in common; it stands before each of them.
// The inputs are the first line of standard input. Each case is answered by one line of JSON, and then by one line for
// each sample that is asked for: the other side takes its own in between.
import process from "node:process";
import { createInterface } from "node:readline";

const WARM_UP = 300_000_000n;
// Long enough that what the runs leave behind is collected within the samples, too.
const SAMPLE = 10_000_000n;

const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]();

/** The next line of standard input; undefined at its end. */
async function line() {
  return (await lines.next()).value;
}

const inputs = JSON.parse(await line());
// What was answered last: kept, so that no work can be left out for want of a reader.
let kept;

function timed(run, times) {
  const started = process.hrtime.bigint();
  for (let count = 0; count < times; count += 1) kept = run();
  return process.hrtime.bigint() - started;
}

/** So many runs that the clock is fine enough, after a while of them. */
function warmedUp(run) {
  const started = process.hrtime.bigint();
  while (process.hrtime.bigint() - started < WARM_UP) kept = run();
  let times = 1;
  while (timed(run, times) < SAMPLE) times *= 2;
  return times;
}

/** Says what a case answers, or why it was refused, and then in nanoseconds what one run takes, as often as asked. */
async function answer(run) {
  let times = 1;
  let said;
  try {
    said = { answer: run() };
    times = warmedUp(run);
  } catch (error) {
    said = { refused: String(error?.message ?? error) };
  }
  process.stdout.write(`${JSON.stringify(said)}\n`);
  for (let asked = await line(); asked === "sample"; asked = await line()) {
    process.stdout.write(`${Number(timed(run, times)) / times}\n`);
  }
}
