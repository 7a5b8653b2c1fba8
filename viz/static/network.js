"use strict";
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const canvas = document.getElementById("network-canvas");
  if (!canvas || !data.network) return;
  const { nodes, edges, options } = data.network;
  const network = new vis.Network(canvas, { nodes: new vis.DataSet(nodes), edges: new vis.DataSet(edges) }, options);
  const whole = () => network.fit({ animation: false });
  network.once("afterDrawing", () => { whole(); canvas.dataset.drawn = "yes"; });
  document.getElementById("network-all").addEventListener("click", whole);
  const find = document.getElementById("network-find");
  find.addEventListener("input", () => {
    const wanted = find.value.trim();
    const found = wanted ? nodes.filter((node) => node.title.includes(wanted)) : [];
    network.selectNodes(found.map((node) => node.id), false);
    document.getElementById("network-said").textContent =
      wanted ? data.words.found.replace("%(count)s", found.length) : "";
    if (found.length) network.focus(found[0].id, { scale: 1.4, animation: false });
  });
})();
