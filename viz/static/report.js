"use strict";
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const page = 100;
  const printed = 60; // longer lists are printed only when the reader has opened them

  const make = (tag, text, className) => {
    const made = document.createElement(tag);
    if (text !== undefined) made.textContent = text;
    if (className) made.className = className;
    return made;
  };

  // An id with "/" behind stands for what lies in the area itself, not in anything inside it.
  const isWithin = (area, wanted) => {
    if (wanted.endsWith("/")) return area + "/" === wanted;
    for (let at = area; at; at = data.parents[at]) if (at === wanted) return true;
    return false;
  };

  const picks = { over: "▲", under: "▽", expected: "E", liaising: "L", branches: "B" };
  const say = (text, values) => text.replace(/%\((\w+)\)s/g, (_whole, name) => values[name]);

  class List {
    constructor(details) {
      this.details = details;
      this.all = data.lists[details.id] || [];
      this.rows = this.all;
      this.shown = 0;
      this.body = details.querySelector("tbody");
      this.more = details.querySelector(".more");
      this.note = details.querySelector(".filter");
      this.more.addEventListener("click", () => this.show());
      this.note.querySelector("button").addEventListener("click", () => this.filter("", ""));
      details.querySelectorAll("thead button").forEach((button, index) =>
        button.addEventListener("click", () => this.sort(button.closest("th"), index)));
      details.addEventListener("toggle", () => { if (details.open && !this.shown) this.show(); });
    }
    filter(area, pick) {
      this.rows = this.all.filter((row) =>
        (!area || isWithin(row[0], area)) && (!pick || row[1].includes(picks[pick])));
      const name = [area && data.names[area], pick && data.words[pick]].filter(Boolean).join(" · ");
      this.note.hidden = !name;
      this.note.querySelector("span").textContent =
        say(data.words.filtered, { name, count: this.rows.length });
      this.restart();
    }
    sort(heading, index) {
      const turn = heading.getAttribute("aria-sort") === "ascending" ? -1 : 1;
      heading.parentNode.querySelectorAll("th").forEach((each) => each.removeAttribute("aria-sort"));
      heading.setAttribute("aria-sort", turn === 1 ? "ascending" : "descending");
      this.rows = [...this.rows].sort((one, other) => turn * compare(one[index + 2], other[index + 2]));
      this.restart();
    }
    restart() { this.shown = 0; this.body.replaceChildren(); this.show(); }
    show() {
      for (const row of this.rows.slice(this.shown, this.shown + page)) {
        const line = make("tr");
        line.append(make("td", String(++this.shown), "number"));
        row.slice(2).forEach((cell, index) => {
          const isNumber = typeof cell === "number";
          const mark = isNumber && index === 2 ? row[1].replace(/[^▲▽]/g, "") : "";
          const sign = { "▲": " over", "▽": " under" }[mark] || "";
          line.append(make("td", `${cell}${mark && " " + mark}`, isNumber ? "number" + sign : undefined));
        });
        this.body.append(line);
      }
      this.more.hidden = this.shown >= this.rows.length;
    }
  }

  const compare = (one, other) => typeof one === "number" && typeof other === "number"
    ? one - other : String(one).localeCompare(String(other), "zh-CN", { numeric: true });

  const lists = new Map();
  document.querySelectorAll("details.rule").forEach((details) => {
    if (details.querySelector("tbody")) lists.set(details.id, new List(details));
  });

  const sortRows = (heading) => {
    const body = heading.closest("table").tBodies[0];
    const index = [...heading.parentNode.children].indexOf(heading);
    const turn = heading.getAttribute("aria-sort") === "descending" ? 1 : -1;
    heading.parentNode.querySelectorAll("th").forEach((each) => each.removeAttribute("aria-sort"));
    heading.setAttribute("aria-sort", turn === 1 ? "ascending" : "descending");
    const value = (row) => {
      const cell = row.children[index];
      return cell.dataset.sort === undefined ? cell.textContent.trim() : Number(cell.dataset.sort);
    };
    body.append(...[...body.rows].sort((one, other) => turn * compare(value(one), value(other))));
  };
  document.querySelectorAll("table.sortable:not(.listed) thead button").forEach((button) =>
    button.addEventListener("click", () => sortRows(button.closest("th"))));

  const reveal = (id) => {
    const target = document.getElementById(id);
    if (!target) return;
    if (target.tagName === "DETAILS") target.open = true;
    target.scrollIntoView();
    const focus = target.querySelector("summary");
    if (focus) focus.focus({ preventScroll: true });
  };
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#']");
    if (!link) return;
    const id = decodeURIComponent(link.getAttribute("href").slice(1));
    const list = lists.get(id);
    if (list) list.filter(link.dataset.area || "", link.dataset.pick || "");
    if (document.getElementById(id)?.tagName === "DETAILS") {
      event.preventDefault();
      history.replaceState(null, "", "#" + encodeURIComponent(id));
      reveal(id);
    }
  });
  if (location.hash) reveal(decodeURIComponent(location.hash.slice(1)));

  const dialog = document.getElementById("list");
  document.querySelectorAll("button[data-person]").forEach((button) => button.addEventListener("click", () => {
    const village = button.closest("details").dataset.village;
    const households = data.households[village][button.dataset.person] || [];
    const name = button.parentNode.querySelector(".box")?.textContent || data.words.nobody;
    document.getElementById("list-title").textContent = say(data.words.list, { name, count: households.length });
    document.getElementById("list-rows").replaceChildren(...households.map((each) => make("li", each)));
    dialog.showModal();
  }));
  document.getElementById("list-close").addEventListener("click", () => dialog.close());

  let opened = [];
  addEventListener("beforeprint", () => {
    opened = [...document.querySelectorAll("#problems details:not([open]):not(.empty)")]
      .filter((details) => (lists.get(details.id)?.all.length ?? 0) <= printed);
    opened.forEach((details) => { details.open = true; const list = lists.get(details.id); if (list && !list.shown) list.show(); });
  });
  addEventListener("afterprint", () => opened.forEach((details) => { details.open = false; }));
})();
