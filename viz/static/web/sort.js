"use strict";
(() => {
  const compare = (one, other) => typeof one === "number" && typeof other === "number"
    ? one - other : String(one).localeCompare(String(other), "zh-CN", { numeric: true });
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
  document.querySelectorAll("table.sortable thead button").forEach((button) =>
    button.addEventListener("click", () => sortRows(button.closest("th"))));
})();
