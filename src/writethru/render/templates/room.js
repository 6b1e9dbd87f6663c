// Results as you type, below each search field; without this script the form answers the same.
"use strict";
(() => {
  const WAIT = 180; // milliseconds after a key before the site is asked
  const LEAST = 2; // letters that are worth asking for

  function enhance(form, number) {
    const field = form.querySelector("input[type=search]");
    if (!field || !window.fetch) return;
    const box = document.createElement("div");
    const told = document.createElement("p");
    box.className = "found";
    box.id = "found-" + number;
    box.hidden = true;
    told.className = "told";
    told.setAttribute("role", "status");
    told.setAttribute("aria-live", "polite");
    form.append(box, told);
    const attributes = {
      role: "combobox", autocomplete: "off", "aria-autocomplete": "list",
      "aria-expanded": "false", "aria-controls": box.id,
    };
    for (const name in attributes) field.setAttribute(name, attributes[name]);

    let timer = 0, asked = "", asking = null, chosen = -1;
    const options = () => [...box.querySelectorAll("[role=option]")];

    function choose(place) {
      const all = options();
      chosen = all.length ? (place + all.length + 1) % (all.length + 1) : -1;
      if (chosen === all.length) chosen = -1; // back in the field
      all.forEach((each, n) => each.setAttribute("aria-selected", String(n === chosen)));
      if (chosen < 0) field.removeAttribute("aria-activedescendant");
      else {
        field.setAttribute("aria-activedescendant", all[chosen].id);
        all[chosen].scrollIntoView({ block: "nearest" });
      }
    }

    function close() {
      window.clearTimeout(timer);
      if (asking) asking.abort();
      box.hidden = true;
      chosen = -1;
      field.setAttribute("aria-expanded", "false");
      field.removeAttribute("aria-activedescendant");
    }

    async function ask() {
      const words = field.value.trim();
      if (words.length < LEAST) { asked = ""; told.textContent = ""; close(); return; }
      if (words === asked && !box.hidden) return;
      if (asking) asking.abort();
      asking = new AbortController();
      try {
        const answer = await fetch("/search/live?q=" + encodeURIComponent(words), {
          signal: asking.signal, headers: { Accept: "text/html" }, credentials: "same-origin",
        });
        if (!answer.ok) { close(); return; }
        const page = new DOMParser().parseFromString(await answer.text(), "text/html");
        if (document.activeElement !== field) return;
        asked = words;
        box.replaceChildren(...page.body.childNodes);
        options().forEach((each, n) => { each.id = box.id + "-" + n; });
        const list = box.querySelector("[role=listbox]");
        if (list) { list.id = box.id + "-list"; field.setAttribute("aria-controls", list.id); }
        told.textContent = list ? list.getAttribute("data-told") : "Nothing found";
        box.hidden = false;
        field.setAttribute("aria-expanded", String(options().length > 0));
        choose(-1);
      } catch (error) {
        if (error.name !== "AbortError") close(); // the form still answers
      }
    }

    field.addEventListener("input", () => {
      window.clearTimeout(timer);
      timer = window.setTimeout(ask, WAIT);
    });
    field.addEventListener("keydown", (event) => {
      if (event.isComposing) return;
      if (event.key === "Escape" && !box.hidden) { event.preventDefault(); close(); asked = ""; }
      else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        if (box.hidden) { ask(); return; }
        event.preventDefault();
        choose(event.key === "ArrowDown" ? chosen + 1 : chosen < 0 ? options().length - 1 : chosen - 1);
      } else if (event.key === "Enter" && !box.hidden && chosen >= 0) {
        event.preventDefault();
        window.location.assign(options()[chosen].href);
      }
    });
    form.addEventListener("focusout", (event) => {
      if (!form.contains(event.relatedTarget)) close();
    });
    box.addEventListener("mousedown", (event) => event.preventDefault()); // the field keeps the focus
    form.addEventListener("submit", close);
  }

  document.querySelectorAll("form[role=search]").forEach(enhance);
})();
