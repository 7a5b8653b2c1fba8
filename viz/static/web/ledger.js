"use strict";
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const dialog = document.getElementById("list");
  const say = (text, values) => text.replace(/%\((\w+)\)s/g, (_whole, name) => values[name]);
  const line = (text) => { const made = document.createElement("li"); made.textContent = text; return made; };
  document.querySelectorAll("button[data-person]").forEach((button) => button.addEventListener("click", () => {
    const village = button.closest("details").dataset.village;
    const households = data.households[village][button.dataset.person] || [];
    const name = button.parentNode.querySelector(".box")?.textContent || data.words.nobody;
    document.getElementById("list-title").textContent = say(data.words.list, { name, count: households.length });
    document.getElementById("list-rows").replaceChildren(...households.map(line));
    dialog.showModal();
  }));
  document.getElementById("list-close").addEventListener("click", () => dialog.close());
})();
