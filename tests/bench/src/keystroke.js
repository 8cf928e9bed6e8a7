// Counts how long the scripts of the page run, apart from layout and painting: each way by which the event loop enters them
// is wrapped, and what runs in a task and in its microtasks counts. The page's clock only shows whole milliseconds; so a
// clock is read from its edges here, and what lies between two of them is told by how often one can look meanwhile.
// The script of the browser itself that reads an answer as JSON counts as well. Left behind as `window.bench`.
window.bench = (() => {
  // More than any chain of promises in an application is long.
  const MICROTASKS = 100;

  const clock = performance.now.bind(performance);
  /** The next moment at which the clock moves, and how often it was looked at before. */
  const edge = () => {
    const now = clock();
    let looks = 0;
    let next;
    do {
      next = clock();
      looks += 1;
    } while (next === now);
    return { now, next, looks };
  };
  const calibrated = () => {
    const each = [];
    for (let round = 0; round < 9; round += 1) {
      edge();
      const { now, next, looks } = edge();
      each.push((next - now) / looks);
    }
    return each.sort((left, right) => left - right)[4];
  };
  const look = calibrated();
  /** The time now, between two edges. */
  const time = () => {
    const { next, looks } = edge();
    return next - looks * look;
  };

  let spent = 0;
  let isRunning = false;
  let underWay = 0;
  const drained = (hops, then) => {
    if (hops === 0) then();
    else queueMicrotask(() => drained(hops - 1, then));
  };
  /** Runs a part of the page's scripts and counts it, with all that follows in the same task. */
  const counted = (work) => {
    if (isRunning) return work();
    isRunning = true;
    const { next: started } = edge();
    try {
      return work();
    } finally {
      drained(MICROTASKS, () => {
        spent += time() - started;
        isRunning = false;
      });
    }
  };

  const {
    setTimeout: later,
    requestAnimationFrame: onFrame,
    fetch: ask,
  } = window;
  window.setTimeout = (work, ...rest) =>
    later((...given) => counted(() => work(...given)), ...rest);
  window.requestAnimationFrame = (work) =>
    onFrame((at) => counted(() => work(at)));
  window.fetch = (...given) => {
    underWay += 1;
    return ask(...given).finally(() => {
      underWay -= 1;
    });
  };
  Response.prototype.json = function json() {
    underWay += 1;
    return this.text().then((text) => {
      underWay -= 1;
      return counted(() => JSON.parse(text));
    });
  };

  // What React does not do at once runs in a task of its own, which begins by asking for the time: it counts from there.
  performance.now = () => {
    if (!isRunning) counted(() => undefined);
    return clock();
  };

  // Painting is over when a task gets its turn that was asked for by the frame's last script.
  const painted = new MessageChannel();
  const frame = (then) =>
    onFrame(() => {
      painted.port1.onmessage = then;
      painted.port2.postMessage(null);
    });

  const setValue = Object.getOwnPropertyDescriptor(
    HTMLInputElement.prototype,
    "value",
  ).set;
  const key = (field, text) => {
    const letter = text.at(-1);
    const init = { key: letter, bubbles: true, cancelable: true };
    field.dispatchEvent(new KeyboardEvent("keydown", init));
    setValue.call(field, text);
    field.dispatchEvent(
      new InputEvent("input", {
        data: letter,
        inputType: "insertText",
        bubbles: true,
      }),
    );
    field.dispatchEvent(new KeyboardEvent("keyup", init));
  };

  /** Ends when nothing is under way for three frames in a row. */
  const quiet = (then, frames = 3) => {
    if (frames === 0) then();
    else frame(() => quiet(then, underWay > 0 || isRunning ? 3 : frames - 1));
  };

  /**
   * Types the last letter of a text into a field and waits until something drawn says the text: milliseconds of script
   * until then and of all that follows it, until it is painted once it is in the document, and of all together.
   */
  const type = (selector, text, done) => {
    const field = document.querySelector(selector);
    const said = () => {
      const id = field.getAttribute("aria-describedby");
      return (
        id !== null && document.getElementById(id)?.textContent.includes(text)
      );
    };
    field.focus();
    quiet(() => {
      spent = 0;
      const { next: started } = edge();
      const watch = new MutationObserver(() => {
        if (!said()) return;
        watch.disconnect();
        const drawn = clock();
        let script;
        // The task that drew it counts as a whole: it has counted itself before this.
        drained(2 * MICROTASKS, () => {
          script = spent;
        });
        frame(() => {
          const seen = clock();
          quiet(() =>
            done({
              script,
              scriptAll: spent,
              painting: seen - drawn,
              all: seen - started,
            }),
          );
        });
      });
      watch.observe(document.body, {
        subtree: true,
        childList: true,
        characterData: true,
        attributes: true,
      });
      counted(() => key(field, text));
    });
  };
  return { type };
})();
return true;
