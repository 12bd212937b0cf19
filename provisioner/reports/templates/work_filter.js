{
  const field = document.getElementById("find"), found = document.getElementById("found");
  const fold = (text) => text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").toLowerCase();
  const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);
  const articles = [...document.querySelectorAll("article")];
  const things = [...document.querySelectorAll("[data-find]")].map((shown) => {
    const about = shown.closest("article").dataset.about;
    return { shown, text: fold([about, shown.dataset.line, shown.dataset.find].join(" ")) };
  });
  // A number is written with and without blanks; it is found by both.
  const wanted = (text) => { const bare = text.replace(/\s/g, ""); return /^\d+$/.test(bare) ? [bare] : fold(text).split(/\s+/).filter(Boolean); };
  const unasked = () => { for (const box of document.querySelectorAll(".unseen")) box.remove(); };
  const tell = () => {
    const seen = things.filter((thing) => !thing.shown.hidden).length, n = document.querySelectorAll("li[data-find][hidden] input:checked").length;
    const said = fill(n ? found.dataset.ticked : found.dataset.plain, { shown: seen, all: things.length, n });
    if (found.textContent !== said) found.textContent = said;
  };
  const filter = () => {
    const words = wanted(field.value), on = words.length > 0;
    for (const thing of things) thing.shown.hidden = !words.every((word) => thing.text.includes(word));
    for (const article of articles) if (!article.matches("[data-find]")) article.hidden = !article.querySelector("li[data-find]:not([hidden])");
    for (const part of document.querySelectorAll("[data-part]")) part.hidden = !document.querySelector("article[data-look]:not([hidden])");
    for (const rest of document.querySelectorAll("article details")) {
      if (on && !rest.open && rest.querySelector("li:not([hidden])")) { rest.open = true; rest.dataset.opened = ""; }
      if (!on && "opened" in rest.dataset) { rest.open = false; delete rest.dataset.opened; }
    }
    for (const button of document.querySelectorAll("[data-filtered]")) {
      button.dataset.plain ??= button.textContent;
      button.textContent = on ? button.dataset.filtered : button.dataset.plain;
    }
    unasked();
    tell();
  };
  const clear = () => { field.value = ""; filter(); };
  const first = () => {
    for (const { shown } of things) for (const place of shown.hidden ? [] : [shown, shown.closest("article")])
      for (const one of place.querySelectorAll("input:not([type=hidden]), button, summary, textarea, a")) if (one.checkVisibility()) return one;
    return null;
  };
  field.addEventListener("input", filter);
  document.addEventListener("change", (event) => { if (event.target.matches("li[data-find] input")) { unasked(); tell(); } });
  for (const button of document.querySelectorAll("[data-tick], [data-choose]")) button.addEventListener("click", () => { unasked(); tell(); });
  document.addEventListener("keydown", (event) => {
    if (event.target === field && event.key === "Enter") { event.preventDefault(); first()?.focus(); }
    if (event.key !== "Escape" || event.isComposing) return;
    event.preventDefault();
    if (event.target === field) clear(); else { field.focus(); field.select(); }
  });

  // What a form is for and the filter hides: ticked, or all of the list where the button is for all of it.
  const unseen = (form, answer) => {
    const article = form.closest("article"), all = (chosen) => article ? [...article.querySelectorAll(chosen)] : [];
    const ticked = ["ticked", all("li[hidden]").filter((row) => row.querySelector("input:checked"))];
    const whole = (chosen) => ["whole", all(chosen)];
    switch (new URL(form.action).pathname) {
      case "/complete": return answer === "done" ? ticked : whole("fieldset li[hidden]");
      case "/release": return whole("fieldset li[hidden]");
      case "/start": return whole("li[data-free][hidden]");
      default: return ticked;
    }
  };
  let sure = null;
  document.addEventListener("submit", (event) => {
    const button = event.submitter, [how, rows] = unseen(event.target, button?.value);
    unasked();
    if (rows.length === 0 || sure === button) return;
    event.preventDefault();
    const box = document.getElementById("unseen").content.firstElementChild.cloneNode(true);
    const names = rows.slice(0, 5).map((row) => row.dataset.line);
    if (rows.length > names.length) names.push(fill(box.dataset.more, { n: rows.length - names.length }));
    box.querySelector("p").textContent = fill(box.dataset[how], { names: names.join("; ") });
    box.querySelector("[data-show]").addEventListener("click", () => { clear(); button.focus(); });
    box.querySelector("[data-send]").addEventListener("click", () => { sure = button; event.target.requestSubmit(button); sure = null; });
    button.closest("p").after(box);
    box.querySelector("[data-show]").focus();
  });
  addEventListener("pageshow", filter);  // a page come back to keeps what was typed
}
