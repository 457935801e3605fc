"use strict";
const LEAST = 0.02, MOST = 4, STEP = 1.25, NEAR_PX = 4;
const data = JSON.parse(document.getElementById("data").textContent);
const stage = document.querySelector(".stage"), svg = stage.querySelector("svg");
const form = document.querySelector("form"), output = document.querySelector("output");
const aside = document.querySelector("aside");
const boxes = [...svg.querySelectorAll("[data-block]")];
const whole = {width: svg.width.baseVal.value, height: svg.height.baseVal.value};
let view = {x: 0, y: 0, scale: 1}, chosen = null, found = [], place = -1, drag = null;

function make(name, classes, ...children) {
  const element = document.createElement(name);
  if (classes) element.className = classes;
  element.append(...children.filter((each) => each !== null && each !== ""));
  return element;
}

// Where one looks
function show() {
  const {clientWidth: width, clientHeight: height} = stage;
  svg.setAttribute("viewBox", [view.x, view.y, width / view.scale, height / view.scale].join(" "));
}
function zoom(factor, x = stage.clientWidth / 2, y = stage.clientHeight / 2) {
  const scale = Math.min(MOST, Math.max(LEAST, view.scale * factor));
  view = {x: view.x + x / view.scale - x / scale, y: view.y + y / view.scale - y / scale, scale};
  show();
}
function showAll() {
  const scale = Math.min(stage.clientWidth / whole.width, stage.clientHeight / whole.height, 1);
  view = {scale, x: (whole.width - stage.clientWidth / scale) / 2, y: 0};
  show();
}
function showStart() {
  const [x, y] = data.blocks[data.start].at;
  view = {scale: 1, x: x - 30, y: Math.max(0, y - stage.clientHeight / 3)};
  if (whole.height <= stage.clientHeight) view.y = (whole.height - stage.clientHeight) / 2;
  show();
}
function bringIntoView(number) {
  const [x, y, width, height] = data.blocks[number].at;
  view.scale = Math.max(view.scale, 0.7);
  view.x = x + width / 2 - stage.clientWidth / view.scale / 2;
  view.y = y + height / 2 - stage.clientHeight / view.scale / 2;
  show();
}

// The ways of a block, up to where they lead
function pointsOf(edge) {
  const points = [...edge.points];
  for (let next = edge.joins; next !== null; next = data.edges[next].joins) {
    points.push(...tail(data.edges[next].points, points[points.length - 1]));
  }
  return points;
}
function tail(points, [x, y]) {
  const between = (a, b, c) => Math.min(a, b) <= c && c <= Math.max(a, b);
  const index = points.findIndex((here, at) => at + 1 < points.length
    && between(here[0], points[at + 1][0], x) && between(here[1], points[at + 1][1], y));
  return points.slice(index + 1);
}
function trace(number) {
  svg.querySelectorAll(".way").forEach((each) => each.remove());
  svg.classList.toggle("traced", number !== null);
  if (number === null) return;
  for (const edge of data.edges.filter((each) => each.from === number || each.to === number)) {
    const way = document.createElementNS(svg.namespaceURI, "path");
    way.setAttribute("class", edge.from === number ? "way" : "way coming");
    way.setAttribute("d", "M" + pointsOf(edge).map((point) => point.join(" ")).join("L"));
    svg.insertBefore(way, boxes[0]);
  }
}

// What a block says
function choose(number) {
  if (chosen !== null) boxes[chosen].classList.remove("chosen");
  chosen = number;
  aside.hidden = number === null;
  trace(number);
  if (number === null) return;
  boxes[number].classList.add("chosen");
  aside.replaceChildren(...describe(data.blocks[number], number));
  aside.scrollTop = 0;
}
function describe(block, number) {
  const close = make("button", "close", "×");
  close.setAttribute("aria-label", "Close");
  close.addEventListener("click", () => { choose(null); boxes[number].focus(); });
  const parts = [close, make("h2", "", block.heading), make("p", "faint", block.type),
    make("p", "faint", block.identifier), make("p", "", block.said)];
  if (block.visits !== null) parts.push(make("p", "faint", "Exercised: " + block.visits + "×"));
  for (const each of block.findings) {
    parts.push(make("p", each.severity, each.severity + " " + each.code + ": " + each.text));
  }
  list(parts, "Leads to", block.branches.map((each) => link(each.label, each.target, each.missing)));
  const coming = data.edges.filter((each) => each.to === number);
  list(parts, "Comes from", coming.map((each) => link(each.label, each.from)));
  if (block.parameters !== "{}") parts.push(make("h3", "", "Parameters"), make("pre", "", block.parameters));
  return parts;
}
function list(parts, title, items) {
  if (items.length) parts.push(make("h3", "", title), make("ul", "", ...items));
}
function link(label, number, missing) {
  const words = (label || "next") + (number === null ? "" : ": " + nameOf(data.blocks[number]));
  if (number === null) return make("li", "error", words + ": no action " + missing);
  const button = make("button", "", words);
  button.type = "button";
  button.addEventListener("click", () => { choose(number); bringIntoView(number); });
  return make("li", "", button);
}
const nameOf = (block) => [block.heading, block.title || block.said].filter(Boolean).join(" – ");

// Search
function search() {
  const words = form.words.value.trim().toLowerCase();
  found = words ? data.blocks.flatMap((block, number) => textOf(block).includes(words) ? [number] : []) : [];
  place = -1;
  svg.classList.toggle("searched", words !== "");
  boxes.forEach((box, number) => box.classList.toggle("found", found.includes(number)));
  output.textContent = words ? found.length + " found" : "";
}
function textOf(block) {
  const findings = block.findings.map((each) => each.code + " " + each.text);
  const labels = block.branches.map((each) => each.label);
  return [block.heading, block.type, block.identifier, block.said, block.parameters, ...labels, ...findings]
    .join("\n").toLowerCase();
}
function showNext(step) {
  if (!found.length) return;
  place = (place + step + found.length) % found.length;
  output.textContent = place + 1 + " of " + found.length;
  choose(found[place]);
  bringIntoView(found[place]);
}

form.hidden = false;
document.body.classList.add("moves");
svg.removeAttribute("width");
svg.removeAttribute("height");
form.addEventListener("submit", (event) => { event.preventDefault(); showNext(1); });
form.words.addEventListener("input", search);
form.words.addEventListener("keydown", (event) => {
  if (event.key === "Enter") { event.preventDefault(); showNext(event.shiftKey ? -1 : 1); }
});
form.addEventListener("click", (event) => {
  const how = event.target.dataset.zoom;
  if (how === "all") showAll(); else if (how) zoom(how === "in" ? STEP : 1 / STEP);
});
stage.addEventListener("wheel", (event) => {
  event.preventDefault();
  const area = stage.getBoundingClientRect();
  zoom(Math.exp(-event.deltaY * (event.ctrlKey ? 0.01 : 0.0015)), event.clientX - area.left, event.clientY - area.top);
}, {passive: false});
stage.addEventListener("pointerdown", (event) => {
  if (event.button === 0) drag = {x: event.clientX, y: event.clientY, view: {...view}, moved: false};
});
addEventListener("pointermove", (event) => {
  if (!drag) return;
  const dx = event.clientX - drag.x, dy = event.clientY - drag.y;
  drag.moved ||= Math.hypot(dx, dy) > NEAR_PX;
  if (!drag.moved) return;
  stage.classList.add("dragged");
  view = {...view, x: drag.view.x - dx / view.scale, y: drag.view.y - dy / view.scale};
  show();
});
addEventListener("pointerup", (event) => {
  const box = event.target instanceof Element ? event.target.closest("[data-block]") : null;
  if (drag && !drag.moved) choose(box ? Number(box.dataset.block) : null);
  drag = null;
  stage.classList.remove("dragged");
});
addEventListener("pointercancel", () => { drag = null; });
svg.addEventListener("keydown", (event) => {
  const box = event.target.closest("[data-block]");
  if (box && (event.key === "Enter" || event.key === " ")) {
    event.preventDefault();
    choose(Number(box.dataset.block));
  }
});
svg.addEventListener("focusin", (event) => {
  const box = event.target.closest("[data-block]");
  if (box && box.matches(":focus-visible")) bringIntoView(Number(box.dataset.block));
});
addEventListener("keydown", (event) => {
  if (event.target.matches("input")) { if (event.key === "Escape") { form.words.value = ""; search(); } return; }
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const step = 80 / view.scale;
  const moves = {ArrowLeft: [-step, 0], ArrowRight: [step, 0], ArrowUp: [0, -step], ArrowDown: [0, step]};
  if (event.key === "/") { event.preventDefault(); form.words.focus(); }
  else if (event.key === "+" || event.key === "=") zoom(STEP);
  else if (event.key === "-") zoom(1 / STEP);
  else if (event.key === "0") showAll();
  else if (event.key === "Escape") choose(null);
  else if (moves[event.key] && !event.target.closest("aside")) {
    view.x += moves[event.key][0];
    view.y += moves[event.key][1];
    show();
  }
});
new ResizeObserver(show).observe(stage);
showStart();
