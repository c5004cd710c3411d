// Reloads the page when the site has changed, and shows what is wrong with the archive.
// Sent by `sitegen serve` only; no file of a site has it.
(() => {
  "use strict";
  const own = new URL(document.currentScript.src).searchParams.get("v");
  const style = document.createElement("link");
  style.rel = "stylesheet";
  style.href = "/-/overlay.css";
  document.head.append(style);

  /** @param {string} name @param {string} text */
  const part = (name, text) => {
    const made = document.createElement(name);
    made.textContent = text;
    return made;
  };

  /** @param {{place: string, what: string, why: string, fix: string}[]} problems */
  const show = (problems) => {
    document.getElementById("sitegen-problems")?.remove();
    if (!problems.length) return;
    const box = document.createElement("section");
    box.id = "sitegen-problems";
    box.lang = "en";
    box.dir = "ltr";
    box.setAttribute("role", "alert");
    const count = problems.length === 1 ? "1 problem" : `${problems.length} problems`;
    box.append(part("h2", `${count}; this is the last good site`));
    for (const { place, what, why, fix } of problems.slice(0, 50)) {
      const line = part("p", "");
      line.append(part("code", place), ` ${what}`);
      if (why) line.append(part("small", `why: ${why}`));
      if (fix) line.append(part("small", `fix: ${fix}`));
      box.append(line);
    }
    if (problems.length > 50) box.append(part("p", "The terminal lists the rest."));
    document.body.append(box);
  };

  /** @type {EventSource | null} */
  let events = null;
  // Hidden tabs let go of their connection: browsers keep six a host, and no more.
  const listen = () => {
    if (document.hidden) {
      events?.close();
      events = null;
    } else if (!events) {
      events = new EventSource("/-/events");
      events.onmessage = ({ data }) => {
        const { version, problems, early } = JSON.parse(data);
        const wanted = early[location.pathname] ?? version; // shown before the build has ended
        if (wanted === own) show(problems);
        else location.reload();
      };
    }
  };
  document.addEventListener("visibilitychange", listen);
  listen();
})();
