// Reviews the names that are open: one key decides. Sent by `sitegen serve` only.
(() => {
  "use strict";

  /**
   * @typedef {{document: string, context: string, entity: string}} Sight
   * @typedef {{number: number, name: string, rule: string, times: number,
   *   candidates: {id: string, text: string}[], sights: Sight[]}} Case
   */

  /** @type {Record<string, Record<string, string>>} */
  const WORDS = {
    ar: {
      title: "أسماء تنتظر القرار", reading: "تُقرأ النصوص…", none: "لا اسم ينتظر قرارًا.",
      of: "من", times: "مرّات في الأرشيف", as: "هو هنا", link: "النصّ عنه", not: "ليس في النصّ",
      never: "لا يُربط به أبدًا", next: "التالي", back: "السابق", written: "كُتب القرار.",
      nobody: "لا سجلّ يحمل هذا الاسم: أضف سجلًّا أو صيغة في ملفّات entities.",
      help: "رقم السجلّ يعني «هو هنا»؛ السهمان أو n وp للانتقال.",
    },
    en: {
      title: "Names to decide", reading: "Reading the texts…", none: "No name is open.",
      of: "of", times: "times in the archive", as: "meant here", link: "the text is about it",
      not: "not in this text", never: "never linked to it", next: "Next", back: "Back",
      written: "Written.", nobody: "No record has this name: add a record or a variant to entities.",
      help: "A record's number means “meant here”; arrows or n and p move on.",
    },
    fr: {
      title: "Noms à décider", reading: "Lecture des textes…", none: "Aucun nom n’est en suspens.",
      of: "sur", times: "fois dans l’archive", as: "désigné ici", link: "le texte en traite",
      not: "absent de ce texte", never: "jamais lié", next: "Suivant", back: "Précédent",
      written: "Écrit.", nobody: "Aucune notice ne porte ce nom : ajoutez une notice ou une variante.",
      help: "Le numéro d’une notice signifie « désigné ici » ; flèches ou n et p pour avancer.",
    },
  };

  /** @param {string} id */
  const get = (id) => /** @type {HTMLElement} */ (document.getElementById(id));
  /** @type {{of: Case, sight: number}[]} */
  let open = [];
  let at = 0;
  let token = "";
  let busy = false;
  let words = WORDS.ar;

  /** @param {string} text @param {boolean} [isProblem] */
  const tell = (text, isProblem = false) => {
    get("state").textContent = text;
    get("state").className = isProblem ? "problem" : "";
  };

  /** @param {string} label @param {() => void} act @param {string} [key] */
  const button = (label, act, key) => {
    const made = document.createElement("button");
    made.type = "button";
    if (key) {
      const hint = document.createElement("kbd");
      hint.textContent = key;
      made.append(hint, " ");
      made.className = "main";
    }
    made.append(label);
    made.addEventListener("click", act);
    return made;
  };

  /** @param {string} context */
  const marked = (context) => {
    const [left, rest = ""] = context.split("[", 2);
    const [name, right = ""] = rest.split("]", 2);
    const mark = document.createElement("mark");
    mark.textContent = name;
    get("context").replaceChildren(left, mark, right);
  };

  const show = () => {
    get("case").hidden = !open.length;
    if (!open.length) {
      tell(words.none);
      return;
    }
    at = (at + open.length) % open.length;
    const { of, sight } = open[at];
    const here = of.sights[sight];
    get("name").textContent = of.name;
    get("rule").textContent = `${at + 1} ${words.of} ${open.length} · \u2068${of.rule}\u2069 · ${of.times} ${words.times}`;
    marked(here.context);
    get("document").textContent = here.document;
    get("candidates").replaceChildren(
      ...of.candidates.map(({ id, text }, n) => {
        const line = document.createElement("li");
        const told = document.createElement("span");
        const own = document.createElement("bdi");
        own.textContent = id;
        told.append((id === here.entity ? "✓ " : "") + text + " ", own);
        line.append(
          told,
          button(words.as, () => decide("as", id), n < 9 ? String(n + 1) : undefined),
          ...["link", "not", "never"].map((one) => button(words[one], () => decide(one, id))),
        );
        return line;
      }),
    );
    get("help").textContent = of.candidates.length ? words.help : words.nobody;
  };

  /** @param {string} decision @param {string} record */
  const decide = async (decision, record) => {
    if (busy || !open.length) return;
    busy = true;
    const { of, sight } = open[at];
    try {
      const answer = await fetch("/-/review.json", {
        method: "POST",
        headers: { "Content-Type": "application/json", "X-Sitegen-Token": token },
        body: JSON.stringify({ case: of.number, sight, decision, record }),
      });
      const said = answer.ok ? await answer.json() : { problems: [await answer.text()] };
      if (said.problems.length) {
        tell(said.problems.join("\n"), true);
        return;
      }
      open = open.filter((one) => one.of !== of || (decision !== "never" && one.sight !== sight));
      tell(words.written);
      show();
    } finally {
      busy = false;
    }
  };

  /** @param {number} step */
  const move = (step) => {
    at += step;
    show();
    if (open.length) tell("");
  };

  const start = async () => {
    tell(WORDS.ar.reading);
    const said = await (await fetch("/-/review.json")).json();
    if (said.problems) {
      tell(said.problems.join("\n"), true);
      return;
    }
    words = WORDS[said.language] ?? WORDS.en;
    token = said.token;
    document.documentElement.lang = said.language;
    document.documentElement.dir = said.language === "ar" ? "rtl" : "ltr";
    document.title = words.title;
    get("title").textContent = words.title;
    get("next").textContent = words.next;
    get("back").textContent = words.back;
    get("next").addEventListener("click", () => move(1));
    get("back").addEventListener("click", () => move(-1));
    open = said.cases.flatMap((/** @type {Case} */ of) => of.sights.map((_, sight) => ({ of, sight })));
    tell("");
    show();
  };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || !open.length) return;
    const forward = document.documentElement.dir === "rtl" ? "ArrowLeft" : "ArrowRight";
    const back = document.documentElement.dir === "rtl" ? "ArrowRight" : "ArrowLeft";
    const { of } = open[at];
    const chosen = of.candidates[Number(event.key) - 1];
    if (/^[1-9]$/.test(event.key) && chosen) decide("as", chosen.id);
    else if (event.key === forward || event.key === "n") move(1);
    else if (event.key === back || event.key === "p") move(-1);
    else return;
    event.preventDefault();
  });
  start();
})();
