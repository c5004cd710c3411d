// Reviews the names that are open: one key decides. Sent by `sitegen serve` only.
(() => {
  "use strict";

  /**
   * @typedef {{document: string, title: string, anchor: string, context: string, entity: string}} Sight
   * @typedef {{number: number, name: string, rule: string, times: number,
   *   candidates: {id: string, text: string}[], sights: Sight[]}} Case
   */

  /** @type {Record<string, Record<string, string>>} */
  const WORDS = {
    ar: {
      title: "أسماء تنتظر القرار", reading: "تُقرأ النصوص…", none: "لا اسم ينتظر قرارًا.",
      of: "من", times: "مرّاته في الأرشيف:", as: "هو هنا", link: "النصّ عنه", not: "ليس في النصّ",
      never: "لا يُربط به أبدًا", next: "التالي", back: "السابق", written: "كُتب القرار.",
      nobody: "لا سجلّ يحمل هذا الاسم: أضف سجلًّا أو صيغة في ملفّات entities.",
      help: "رقم السجلّ يعني «هو هنا»، ومع Shift «ليس في النصّ»؛ السهمان أو n وp للانتقال.",
      "nil:namesakes": "يحمله أكثر من واحد، ولا شيء في النصّ يرجّح",
      "nil:two-bearers": "اسم مختصر لأكثر من واحد في النصّ", "nil:dates": "لا يوافق تاريخَ النصّ أحدٌ",
      "nil:tagged": "وُسم بمعرّف لا سجلّ له", "nil:explicit": "رُبط باليد بمعرّف لا سجلّ له",
      short: "اسم مختصر يحمله غيره أيضًا", "namesake-": "رُجّح على من يحمل الاسم نفسه",
    },
    en: {
      title: "Names to decide", reading: "Reading the texts…", none: "No name is open.",
      of: "of", times: "times in the archive:", as: "meant here", link: "the text is about it",
      not: "not in this text", never: "never linked to it", next: "Next", back: "Back",
      written: "Written.", nobody: "No record has this name: add a record or a variant to entities.",
      help: "A record's number means “meant here”, with Shift “not in this text”; arrows or n and p move on.",
      "nil:namesakes": "several have this name, and nothing in the text decides",
      "nil:two-bearers": "short for several who are in the text", "nil:dates": "nobody fits the date",
      "nil:tagged": "tagged with an id that has no record",
      "nil:explicit": "linked by hand to an id that has no record",
      short: "short, and others have it too", "namesake-": "chosen among those of the same name",
    },
    fr: {
      title: "Noms à décider", reading: "Lecture des textes…", none: "Aucun nom n’est en suspens.",
      of: "sur", times: "occurrences dans l’archive :", as: "désigné ici", link: "le texte en traite",
      not: "absent de ce texte", never: "jamais lié", next: "Suivant", back: "Précédent",
      written: "Écrit.", nobody: "Aucune notice ne porte ce nom : ajoutez une notice ou une variante.",
      help: "Le numéro d’une notice signifie « désigné ici », avec Maj « absent de ce texte » ; flèches ou n et p pour avancer.",
      "nil:namesakes": "plusieurs portent ce nom, et rien dans le texte ne tranche",
      "nil:two-bearers": "abrège plusieurs noms du texte", "nil:dates": "personne ne convient à la date",
      "nil:tagged": "balisé avec un identifiant sans notice",
      "nil:explicit": "lié à la main à un identifiant sans notice",
      short: "abrégé, et d’autres le portent aussi", "namesake-": "choisi parmi des homonymes",
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

  /** @param {string} rule */
  const why = (rule) => words[rule] ?? words[rule.replace(/-.*/, "-")] ?? "";

  /** @param {string} label @param {() => void} act @param {string} [key] @param {boolean} [isMain] */
  const button = (label, act, key, isMain = true) => {
    const made = document.createElement("button");
    made.type = "button";
    if (key) {
      const hint = document.createElement("kbd");
      hint.textContent = key;
      hint.dir = "ltr";
      made.append(hint, " ");
      if (isMain) made.className = "main";
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
    get("rule").textContent = `${at + 1} ${words.of} ${open.length} · ${words.times} ${of.times}`;
    get("why").textContent = why(of.rule);
    get("why").title = of.rule;
    marked(here.context);
    const link = /** @type {HTMLAnchorElement} */ (get("document"));
    link.textContent = here.title || here.document;
    link.title = here.document;
    link.href = `/-/text/${encodeURIComponent(here.document)}${here.anchor && "#" + here.anchor}`;
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
          button(words.not, () => decide("not", id), n < 9 ? `⇧${n + 1}` : undefined, false),
          ...["link", "never"].map((one) => button(words[one], () => decide(one, id))),
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
    // By where keys lie, since an Arabic keyboard writes other letters and digits with them.
    const digit = /^(?:Digit|Numpad)([1-9])$/.exec(event.code);
    const chosen = digit && open[at].of.candidates[Number(digit[1]) - 1];
    if (chosen) decide(event.shiftKey ? "not" : "as", chosen.id);
    else if (event.key === forward || event.code === "KeyN") move(1);
    else if (event.key === back || event.code === "KeyP") move(-1);
    else return;
    event.preventDefault();
  });
  start();
})();
